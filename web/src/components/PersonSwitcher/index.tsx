import {
  Avatar,
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { LaptopRegular, SettingsRegular, SignOutRegular } from "@fluentui/react-icons";
import { useNavigate } from "react-router";
import { leave, type Session, switchPerson, switchTenant } from "../../api/session";
import { texts } from "../../texts";

/** Everything of one person goes with him: the page starts afresh. */
async function startAfresh(change: Promise<void>) {
  await change;
  sessionStorage.clear();
  location.assign("/");
}

/** Who one is here, the way out, and in the demo the other people. */
export function PersonSwitcher({ session }: { session: Session }) {
  const persons = session.demo?.persons ?? [];
  const tenants = session.tenants ?? [];
  const current = persons.find((person) => person.current);
  const shown = current?.displayName ?? session.user.name;
  const navigate = useNavigate();
  const initials = initialsOf(shown);
  return (
    <Menu checkedValues={{ person: current ? [current.name] : [], tenant: [session.tenant.id] }}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="transparent"
          shape="circular"
          // The letters are read with the eyes, so they are part of the name as well.
          aria-label={`${initials} ${shown}`}
          title={shown}
          icon={<Avatar name={shown} initials={initials} size={32} color="colorful" aria-hidden />}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>
              {shown} · {session.tenant.id}
            </MenuGroupHeader>
          </MenuGroup>
          {persons.length > 1 && (
            <MenuGroup>
              <MenuGroupHeader>{texts.rail.persons}</MenuGroupHeader>
              {persons.map(({ name, displayName }) => (
                <MenuItemRadio
                  key={name}
                  name="person"
                  value={name}
                  disabled={name === current?.name}
                  onClick={() => startAfresh(switchPerson(name))}
                >
                  {displayName}
                </MenuItemRadio>
              ))}
            </MenuGroup>
          )}
          {tenants.length > 1 && (
            <MenuGroup>
              <MenuGroupHeader>{texts.rail.tenants}</MenuGroupHeader>
              {tenants.map(({ id, name }) => (
                <MenuItemRadio
                  key={id}
                  name="tenant"
                  value={id}
                  disabled={id === session.tenant.id}
                  onClick={() => startAfresh(switchTenant(id))}
                >
                  {name || id}
                </MenuItemRadio>
              ))}
            </MenuGroup>
          )}
          <MenuDivider />
          <MenuItem icon={<SettingsRegular />} onClick={() => navigate("/settings")}>
            {texts.rail.settings}
          </MenuItem>
          <MenuItem icon={<LaptopRegular />} onClick={() => navigate("/portal/sessions")}>
            {texts.rail.sessions}
          </MenuItem>
          <MenuItem icon={<SignOutRegular />} onClick={() => startAfresh(leave())}>
            {texts.enter.signOut}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** The first letters of the first and the last word. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => word?.charAt(0).toUpperCase()).join("");
}
