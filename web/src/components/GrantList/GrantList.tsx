import {
  Button,
  makeStyles,
  Text,
  tokens,
  useRestoreFocusTarget,
} from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { findGrants, type Grant, type GrantsAsked } from "../../api/grants";
import { asProblem } from "../../hooks/useSearch";
import { texts } from "../../texts";
import { grants as words } from "../../texts/portal/people";
import { shell } from "../../texts/portal/shell";
import { type Column, DataTable } from "../DataTable";
import { Loading } from "../Loading";
import { Notice, ProblemNotice } from "../Notice";
import { focusHeading } from "../Page";
import { Panel } from "../Panel";
import { Time } from "../Time";
import { EndGrant } from "./EndGrant";

const useStyles = makeStyles({
  name: { display: "grid", rowGap: "2px" },
  again: { color: tokens.colorPaletteRedForeground1 },
  subtle: { color: tokens.colorNeutralForeground2 },
});

interface Props {
  /** Which ones; one's own where nothing is said. */
  asked?: GrantsAsked;
  /** What stands where there is none. */
  empty: ReactNode;
}

/** Grants page by page, and the way out of each. */
export function GrantList({ asked = {}, empty }: Props) {
  const styles = useStyles();
  const [ending, setEnding] = useState<Grant>();
  // The dialog gives the focus back to what opened it.
  const opener = useRestoreFocusTarget();
  const [ended, setEnded] = useState<string>();
  const { data, error, isPending, refetch, ...pages } = useInfiniteQuery({
    queryKey: ["grants", asked],
    queryFn: ({ pageParam, signal }) => findGrants({ ...asked, cursor: pageParam }, signal),
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
    ...(asked.all
      ? [{ id: "user", label: words.columns.user, cell: ({ user }: Grant) => user.name }]
      : []),
    {
      id: "apps",
      label: words.columns.apps,
      cell: ({ apps }) => apps.map(({ name }) => name).join(", ") || words.noApp,
    },
    { id: "account", label: words.columns.account, minor: true, cell: ({ account }) => account },
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
          aria-label={
            asked.all
              ? words.endOfUser(grant.user.name, whereOf(grant))
              : words.endOf(whereOf(grant))
          }
          onClick={() => setEnding(grant)}
        >
          {words.end}
        </Button>
      ),
    },
  ];
  return (
    <>
      {ended && <Notice intent="success">{ended}</Notice>}
      {isPending && <Loading>{shell.loading(words.what)}</Loading>}
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
      {grants?.length === 0 && <Panel flush>{empty}</Panel>}
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
            {shell.more}
          </Button>
        </div>
      )}
      {ending && (
        <EndGrant
          grant={ending}
          where={whereOf(ending)}
          whose={asked.all ? ending.user.name : undefined}
          onClose={() => setEnding(undefined)}
          onEnded={(revocation) => {
            setEnding(undefined);
            focusHeading();
            setEnded(asked.all ? words.ended[revocation] : texts.extension.signedOut[revocation]);
          }}
        />
      )}
    </>
  );
}

const whereOf = ({ registrationName, registrationId }: Grant) =>
  registrationName ?? registrationId ?? words.none;
