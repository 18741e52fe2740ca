import { Badge } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import type { Test } from "../../api/doctor";
import { type Column, DataTable } from "../../components/DataTable";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Panel } from "../../components/Panel";
import { RouterLink } from "../../components/RouterLink";
import { Time } from "../../components/Time";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { testsQuery } from "./queries";

const { past: words } = portalTexts.doctor;

const COLORS = {
  open: "informative",
  healthy: "success",
  warnings: "warning",
  errors: "danger",
} as const;

interface Props {
  registration: string;
  /** The test that stands on the page already. */
  shown?: string;
}

/** The tests of the last day: what each came to, and the way to it. */
export function PastTests({ registration, shown }: Props) {
  const { data, error, isPending, refetch } = useQuery(testsQuery(registration));
  const others = data?.filter(({ id }) => id !== shown) ?? [];
  if (data && others.length === 0) return null;
  return (
    <Panel title={words.title} hint={words.hint} flush={others.length > 0}>
      {isPending && <Loading>{words.loading}</Loading>}
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
      {others.length > 0 && (
        <DataTable label={words.title} columns={COLUMNS} rows={others} rowKey={({ id }) => id} />
      )}
    </Panel>
  );
}

const COLUMNS: Column<Test>[] = [
  {
    id: "when",
    label: words.columns.when,
    cell: ({ id, createdAt }) => (
      <RouterLink to={`?${new URLSearchParams({ run: id })}`}>
        <Time at={createdAt} />
      </RouterLink>
    ),
  },
  {
    id: "verdict",
    label: words.columns.verdict,
    cell: ({ verdict, findings }) => (
      <Badge appearance="tint" color={COLORS[verdict]}>
        {words.verdict(verdict, findings.length)}
      </Badge>
    ),
  },
  {
    id: "person",
    label: words.columns.person,
    cell: ({ person }) => person ?? words.nobody,
  },
  {
    id: "command",
    label: words.columns.command,
    minor: true,
    cell: ({ command }) => command ?? words.noCommand,
  },
  {
    id: "version",
    label: words.columns.version,
    minor: true,
    cell: ({ registrationVersion }) => registrationVersion,
  },
];
