import { Button } from "@fluentui/react-components";
import { AddRegular, KeyRegular } from "@fluentui/react-icons";
import { useNavigate } from "react-router";
import { type ApiKey, findApiKeys } from "../../api/apiKeys";
import type { Column } from "../../components/DataTable";
import { portalTexts } from "../../texts/portal";
import { SearchList } from "../list/SearchList";
import { NameAndId } from "../registrations/NameAndId";

const words = portalTexts.apiKeys;
const { app } = portalTexts.registrations;

const COLUMNS: Column<ApiKey>[] = [
  {
    id: "name",
    label: words.columns.name,
    cell: ({ id, name }) => <NameAndId to={`/portal/api-keys/${id}`} id={id} name={name} />,
  },
  { id: "baseUrl", label: words.columns.baseUrl, cell: ({ baseUrl }) => baseUrl },
  {
    id: "org",
    label: words.columns.org,
    minor: true,
    cell: ({ restrictByOrg }) => app.org[restrictByOrg].label,
  },
  {
    id: "keys",
    label: words.columns.keys,
    minor: true,
    cell: ({ hasSecondKey }) => words.count(hasSecondKey ? 2 : 1),
  },
];

/** *Tools > API key registration*. */
export function ApiKeyList() {
  const navigate = useNavigate();
  return (
    <SearchList
      words={words}
      icon={<KeyRegular />}
      create={
        <Button
          appearance="primary"
          icon={<AddRegular />}
          onClick={() => navigate("/portal/api-keys/new")}
        >
          {words.create}
        </Button>
      }
      queryKey={["apiKeys"]}
      load={findApiKeys}
      columns={COLUMNS}
      rowKey={({ id }) => id}
    />
  );
}
