import {
  Button,
  makeStyles,
  Text,
  tokens,
  useRestoreFocusTarget,
} from "@fluentui/react-components";
import { PersonKeyRegular } from "@fluentui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { findGrants, type Grant } from "../../api/grants";
import { type Column, DataTable } from "../../components/DataTable";
import { EmptyState } from "../../components/EmptyState";
import { Loading } from "../../components/Loading";
import { Notice, ProblemNotice } from "../../components/Notice";
import { focusHeading, Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { Time } from "../../components/Time";
import { asProblem } from "../../hooks/useSearch";
import { texts } from "../../texts";
import { portalTexts } from "../../texts/portal";
import { EndGrant } from "./EndGrant";

const words = portalTexts.grants;

const useStyles = makeStyles({
  name: { display: "grid", rowGap: "2px" },
  again: { color: tokens.colorPaletteRedForeground1 },
  subtle: { color: tokens.colorNeutralForeground2 },
});

/** Where one is signed in, and the way out of each. */
export function GrantsPage() {
  const styles = useStyles();
  const navigate = useNavigate();
  const [ending, setEnding] = useState<Grant>();
  // The dialog gives the focus back to what opened it.
  const opener = useRestoreFocusTarget();
  const [ended, setEnded] = useState<string>();
  const { data, error, isPending, refetch, ...pages } = useInfiniteQuery({
    queryKey: ["grants"],
    queryFn: ({ pageParam, signal }) => findGrants({ cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });
  const grants = data?.pages.flatMap((page) => page.rows);
  const columns: Column<Grant>[] = [
    {
      id: "registration",
      label: words.columns.registration,
      cell: (grant) => (
        <span className={styles.name}>
          <Text weight="semibold">{whereOf(grant)}</Text>
          <Text size={200} className={grant.state === "active" ? styles.subtle : styles.again}>
            {words.state[grant.state === "active" ? "active" : "signInAgain"]}
          </Text>
        </span>
      ),
    },
    { id: "account", label: words.columns.account, cell: ({ account }) => account },
    {
      id: "scopes",
      label: words.columns.scopes,
      minor: true,
      cell: ({ scopes }) => scopes.join(" ") || words.none,
    },
    {
      id: "signedIn",
      label: words.columns.signedIn,
      minor: true,
      cell: ({ signedInAt }) => <Time at={signedInAt} />,
    },
    {
      id: "used",
      label: words.columns.used,
      minor: true,
      cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : words.never),
    },
    {
      id: "refreshed",
      label: words.columns.refreshed,
      minor: true,
      cell: ({ lastRefreshAt }) => (lastRefreshAt ? <Time at={lastRefreshAt} /> : words.never),
    },
    {
      id: "end",
      label: words.columns.end,
      cell: (grant) => (
        <Button
          {...opener}
          size="small"
          aria-label={words.endOf(whereOf(grant))}
          onClick={() => setEnding(grant)}
        >
          {words.end}
        </Button>
      ),
    },
  ];
  return (
    <Page title={words.title} lead={words.lead}>
      {ended && <Notice intent="success">{ended}</Notice>}
      {isPending && <Loading>{portalTexts.shell.loading(words.what)}</Loading>}
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
      {grants?.length === 0 && (
        <Panel flush>
          <EmptyState icon={<PersonKeyRegular />} title={words.empty.title} hint={words.empty.hint}>
            <Button appearance="primary" onClick={() => navigate("/")}>
              {words.empty.action}
            </Button>
          </EmptyState>
        </Panel>
      )}
      {grants && grants.length > 0 && (
        <Panel flush>
          <DataTable label={words.title} columns={columns} rows={grants} rowKey={({ id }) => id} />
        </Panel>
      )}
      {pages.hasNextPage && (
        <div>
          <Button
            disabledFocusable={pages.isFetchingNextPage}
            onClick={() => pages.fetchNextPage()}
          >
            {portalTexts.shell.more}
          </Button>
        </div>
      )}
      {ending && (
        <EndGrant
          grant={ending}
          where={whereOf(ending)}
          onClose={() => setEnding(undefined)}
          onEnded={(revocation) => {
            setEnding(undefined);
            setEnded(texts.extension.signedOut[revocation]);
            focusHeading();
          }}
        />
      )}
    </Page>
  );
}

const whereOf = ({ registrationName, registrationId }: Grant) =>
  registrationName ?? registrationId ?? words.none;
