import { Button } from "@fluentui/react-components";
import { AddRegular, PlugConnectedRegular } from "@fluentui/react-icons";
import { useNavigate } from "react-router";
import { findRegistrations, type Registration } from "../../api/registrations";
import type { Column } from "../../components/DataTable";
import { portalTexts } from "../../texts/portal";
import { SearchList } from "../list/SearchList";
import { HealthBadge } from "./HealthBadge";
import { NameAndId } from "./NameAndId";

const words = portalTexts.registrations;

const COLUMNS: Column<Registration>[] = [
  {
    id: "name",
    label: words.columns.name,
    cell: ({ id, name }) => <NameAndId to={`/portal/registrations/${id}`} id={id} name={name} />,
  },
  { id: "baseUrl", label: words.columns.baseUrl, cell: ({ baseUrl }) => baseUrl },
  {
    id: "org",
    label: words.columns.org,
    minor: true,
    cell: ({ restrictByOrg }) => words.app.org[restrictByOrg].label,
  },
  {
    id: "health",
    label: words.columns.health,
    minor: true,
    cell: ({ broken }) => <HealthBadge broken={broken} short />,
  },
];

/** *Tools > OAuth client registration*. */
export function RegistrationList() {
  const navigate = useNavigate();
  return (
    <SearchList
      words={words}
      icon={<PlugConnectedRegular />}
      create={
        <Button
          appearance="primary"
          icon={<AddRegular />}
          onClick={() => navigate("/portal/registrations/new")}
        >
          {words.create}
        </Button>
      }
      queryKey={["registrations"]}
      load={findRegistrations}
      columns={COLUMNS}
      rowKey={({ id }) => id}
    />
  );
}
