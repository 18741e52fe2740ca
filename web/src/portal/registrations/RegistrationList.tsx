import { Button, Input, makeStyles, Text, tokens } from "@fluentui/react-components";
import { AddRegular, PlugConnectedRegular, SearchRegular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { Registration } from "../../api/registrations";
import { type Column, DataTable, type Order } from "../../components/DataTable";
import { EmptyState } from "../../components/EmptyState";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { RouterLink } from "../../components/RouterLink";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { registrationsQuery } from "../queries";
import { HealthBadge } from "./HealthBadge";

const words = portalTexts.registrations;

const useStyles = makeStyles({
  search: { width: "min(360px, 100%)" },
  name: { display: "grid", justifyItems: "start", rowGap: "2px" },
  id: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
});

/** *Tools > OAuth client registration*. */
export function RegistrationList() {
  const styles = useStyles();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [order, setOrder] = useState<Order>({ by: "name", descending: false });
  const { data, error, isPending, refetch } = useQuery(registrationsQuery);
  const create = () => navigate("/portal/registrations/new");
  const button = (
    <Button appearance="primary" icon={<AddRegular />} onClick={create}>
      {words.create}
    </Button>
  );
  const columns: Column<Registration>[] = [
    {
      id: "name",
      label: words.columns.name,
      sortable: true,
      cell: ({ id, name }) => (
        <span className={styles.name}>
          <RouterLink to={`/portal/registrations/${id}`}>{name}</RouterLink>
          <code className={styles.id}>{id}</code>
        </span>
      ),
    },
    {
      id: "baseUrl",
      label: words.columns.baseUrl,
      sortable: true,
      cell: ({ baseUrl }) => baseUrl,
    },
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
  const rows = sorted(data?.filter(matching(text)) ?? [], order);
  return (
    <Page title={words.title} lead={words.lead} actions={data && data.length > 0 && button}>
      {isPending && <Loading>{portalTexts.shell.loading(words.what)}</Loading>}
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
      {data?.length === 0 && (
        <Panel flush>
          <EmptyState
            icon={<PlugConnectedRegular />}
            title={words.empty.title}
            hint={words.empty.hint}
          >
            {button}
          </EmptyState>
        </Panel>
      )}
      {data && data.length > 0 && (
        <>
          <search>
            <Input
              className={styles.search}
              type="search"
              contentBefore={<SearchRegular />}
              aria-label={words.search}
              placeholder={words.search}
              value={text}
              onChange={(_event, { value }) => setText(value)}
            />
          </search>
          {rows.length > 0 ? (
            <Panel flush>
              <DataTable
                label={words.title}
                columns={columns}
                rows={rows}
                rowKey={({ id }) => id}
                order={order}
                onOrder={setOrder}
              />
            </Panel>
          ) : (
            <Text role="status">{words.noMatch(text)}</Text>
          )}
        </>
      )}
    </Page>
  );
}

function matching(text: string) {
  const word = text.trim().toLowerCase();
  return ({ name, id, baseUrl }: Registration) =>
    `${name} ${id} ${baseUrl}`.toLowerCase().includes(word);
}

function sorted(rows: Registration[], { by, descending }: Order): Registration[] {
  const field = by === "baseUrl" ? "baseUrl" : "name";
  const up = rows.toSorted((left, right) => left[field].localeCompare(right[field]));
  return descending ? up.reverse() : up;
}
