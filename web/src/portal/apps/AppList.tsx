import { Button, Input, makeStyles, Text, tokens } from "@fluentui/react-components";
import { AddRegular, AppsRegular, ArrowUploadRegular, SearchRegular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { type InstalledApp, iconUrl } from "../../api/apps";
import { type Column, DataTable, type Order } from "../../components/DataTable";
import { EmptyState } from "../../components/EmptyState";
import { ExtensionIcon } from "../../components/ExtensionIcon";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { RouterLink } from "../../components/RouterLink";
import { Time } from "../../components/Time";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { appsQuery } from "../queries";
import { Registered } from "./Registered";

const words = portalTexts.apps;

const useStyles = makeStyles({
  search: { width: "min(360px, 100%)" },
  name: { display: "flex", alignItems: "center", columnGap: "12px" },
  words: { display: "grid", justifyItems: "start", minWidth: 0 },
  id: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
});

export function AppList() {
  const styles = useStyles();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [order, setOrder] = useState<Order>({ by: "name", descending: false });
  const { data, error, isPending, refetch } = useQuery(appsQuery);
  const upload = (
    <>
      <Button icon={<AddRegular />} onClick={() => navigate("/portal/apps/new")}>
        {words.newApp.title}
      </Button>
      <Button
        appearance="primary"
        icon={<ArrowUploadRegular />}
        onClick={() => navigate("/portal/apps/upload")}
      >
        {words.upload}
      </Button>
    </>
  );
  const columns: Column<InstalledApp>[] = [
    {
      id: "name",
      label: words.columns.name,
      sortable: true,
      cell: ({ appId, name, manifestId }) => (
        <span className={styles.name}>
          <ExtensionIcon extension={{ name, iconUrl: iconUrl(appId) }} size={32} />
          <span className={styles.words}>
            <RouterLink to={`/portal/apps/${appId}`}>{name}</RouterLink>
            <code className={styles.id}>{manifestId}</code>
          </span>
        </span>
      ),
    },
    {
      id: "version",
      label: words.columns.version,
      minor: true,
      cell: ({ appVersion }) => appVersion,
    },
    {
      id: "auth",
      label: words.columns.auth,
      minor: true,
      cell: ({ authType }) => words.auth[authType],
    },
    { id: "state", label: words.columns.state, cell: (app) => <Registered app={app} /> },
    {
      id: "changed",
      label: words.columns.changed,
      sortable: true,
      minor: true,
      cell: ({ changedAt }) => <Time at={changedAt} />,
    },
  ];
  const rows = sorted(data?.filter(matching(text)) ?? [], order);
  return (
    <Page title={words.title} lead={words.lead} actions={data && data.length > 0 && upload}>
      {isPending && <Loading>{portalTexts.shell.loading(words.what)}</Loading>}
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
      {data?.length === 0 && (
        <Panel flush>
          <EmptyState icon={<AppsRegular />} title={words.empty.title} hint={words.empty.hint}>
            {upload}
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
                rowKey={({ appId }) => appId}
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
  return ({ name, manifestId }: InstalledApp) =>
    `${name} ${manifestId}`.toLowerCase().includes(word);
}

function sorted(rows: InstalledApp[], { by, descending }: Order): InstalledApp[] {
  const up = rows.toSorted((left, right) =>
    by === "changed" ? left.changedAt - right.changedAt : left.name.localeCompare(right.name),
  );
  return descending ? up.reverse() : up;
}
