import { Badge, Button, makeStyles, Switch, Text } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { mayActAs, type Session } from "../../api/session";
import { endOtherSessions, endSession, getSessions, type ListedSession } from "../../api/sessions";
import { type Column, DataTable } from "../../components/DataTable";
import { Loading } from "../../components/Loading";
import { Notice, ProblemNotice } from "../../components/Notice";
import { focusHeading, Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { Time } from "../../components/Time";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { readAgent } from "./agent";

const words = portalTexts.sessions;

const useStyles = makeStyles({
  browser: { display: "flex", alignItems: "center", columnGap: "8px", flexWrap: "wrap" },
});

/** The browsers in which one is signed in, and the way out of each; for admins the tenant's. */
export function SessionsPage({ session }: { session: Session }) {
  const styles = useStyles();
  const client = useQueryClient();
  const [all, setAll] = useState(false);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["sessions", all],
    queryFn: ({ signal }) => getSessions(all, signal),
  });
  const onSuccess = () => client.invalidateQueries({ queryKey: ["sessions"] });
  const end = useMutation({
    mutationFn: ({ id }: ListedSession) => endSession(id),
    onSuccess: (_answer, { current }) => {
      if (current) return location.assign("/");
      onSuccess();
      // Its row goes, and the button that has the focus with it.
      focusHeading();
    },
  });
  const others = useMutation({ mutationFn: endOtherSessions, onSuccess });
  const problem = error ?? end.error ?? others.error;
  const columns: Column<ListedSession>[] = [
    {
      id: "browser",
      label: words.columns.browser,
      cell: (one) => (
        <span className={styles.browser}>
          <Text weight="semibold">{browserOf(one)}</Text>
          {one.current && <Badge appearance="tint">{words.current}</Badge>}
        </span>
      ),
    },
    ...(all
      ? [
          {
            id: "person",
            label: words.columns.person,
            cell: ({ displayName }: ListedSession) => displayName,
          },
        ]
      : []),
    {
      id: "by",
      label: words.columns.by,
      minor: true,
      cell: ({ enteredBy }) => (enteredBy === "link" ? words.byLink : enteredBy),
    },
    {
      id: "since",
      label: words.columns.since,
      minor: true,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
    {
      id: "seen",
      label: words.columns.seen,
      cell: ({ lastSeenAt }) => <Time at={lastSeenAt} />,
    },
    {
      id: "end",
      label: words.columns.end,
      cell: (one) => (
        <Button
          size="small"
          aria-label={words.endOf(one.displayName, browserOf(one))}
          onClick={() => end.mutate(one)}
        >
          {words.end}
        </Button>
      ),
    },
  ];
  const several = data?.some(({ current }) => !current) ?? false;
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        !all && several && <Button onClick={() => others.mutate()}>{words.endOthers}</Button>
      }
    >
      {mayActAs(session.role, "admin") && (
        <Switch
          label={words.all}
          checked={all}
          onChange={(_event, { checked }) => setAll(checked)}
        />
      )}
      {isPending && <Loading>{portalTexts.shell.loading(words.what)}</Loading>}
      {problem && <ProblemNotice problem={asProblem(problem)} onAgain={() => refetch()} />}
      {end.isSuccess && (
        <Notice intent="success">
          {words.ended(end.variables.displayName, browserOf(end.variables))}
        </Notice>
      )}
      {others.isSuccess && <Notice intent="success">{words.othersEnded(others.data)}</Notice>}
      {data && (
        <Panel flush>
          <DataTable label={words.title} columns={columns} rows={data} rowKey={({ id }) => id} />
        </Panel>
      )}
    </Page>
  );
}

function browserOf({ agent }: ListedSession): string {
  const read = readAgent(agent);
  return read ? words.browser(read.browser, read.system) : words.unknown;
}
