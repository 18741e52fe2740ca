import {
  AppsRegular,
  type FluentIcon,
  HomeRegular,
  KeyRegular,
  LaptopRegular,
  PeopleRegular,
  PersonKeyRegular,
  PlugConnectedRegular,
  TimelineRegular,
} from "@fluentui/react-icons";
import type { Role } from "../../api/session";
import { portalTexts } from "../../texts/portal";

export interface Place {
  to: string;
  label: string;
  Icon: FluentIcon;
  /** Who finds something there. */
  least: Role;
}

export interface Section {
  title?: string;
  places: Place[];
}

const { places, sections } = portalTexts.shell;

/** The rooms of the portal, in the order of the navigation. */
export const SECTIONS: Section[] = [
  {
    places: [
      { to: "/portal", label: places.home, Icon: HomeRegular, least: "member" },
      { to: "/portal/apps", label: places.apps, Icon: AppsRegular, least: "developer" },
    ],
  },
  {
    title: sections.tools,
    places: [
      {
        to: "/portal/registrations",
        label: places.registrations,
        Icon: PlugConnectedRegular,
        least: "developer",
      },
      { to: "/portal/api-keys", label: places.apiKeys, Icon: KeyRegular, least: "developer" },
    ],
  },
  {
    title: sections.people,
    places: [
      { to: "/portal/grants", label: places.grants, Icon: PersonKeyRegular, least: "member" },
      { to: "/portal/sessions", label: places.sessions, Icon: LaptopRegular, least: "member" },
      { to: "/portal/roles", label: places.roles, Icon: PeopleRegular, least: "admin" },
    ],
  },
  {
    title: sections.operations,
    places: [
      { to: "/portal/inspector", label: places.inspector, Icon: TimelineRegular, least: "member" },
    ],
  },
];
