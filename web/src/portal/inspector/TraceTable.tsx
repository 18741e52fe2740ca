import { Badge } from "@fluentui/react-components";
import type { TraceSummary } from "../../api/traces";
import { type Column, DataTable } from "../../components/DataTable";
import { RouterLink } from "../../components/RouterLink";
import { Time } from "../../components/Time";
import { formatMicros } from "../../components/TraceView";
import { texts } from "../../texts";
import { useStyles } from "./styles";

const { columns: labels } = texts.inspector;

export function TraceTable({ traces }: { traces: TraceSummary[] }) {
  const styles = useStyles();
  const columns: Column<TraceSummary>[] = [
    {
      id: "code",
      label: labels.code,
      cell: ({ code }) => (
        <RouterLink to={`/portal/inspector/${code}`} className={styles.code}>
          {code}
        </RouterLink>
      ),
    },
    { id: "kind", label: labels.kind, minor: true, cell: ({ kind }) => texts.trace.kind[kind] },
    { id: "subject", label: labels.subject, cell: ({ subject }) => subject },
    {
      id: "error",
      label: labels.error,
      cell: ({ error }) => (
        <Badge className={styles.badge} appearance="tint" color={error ? "danger" : "success"}>
          {error ?? texts.inspector.fine}
        </Badge>
      ),
    },
    {
      id: "when",
      label: labels.when,
      minor: true,
      cell: ({ startedAt }) => <Time at={startedAt} />,
    },
    {
      id: "took",
      label: labels.took,
      minor: true,
      cell: ({ micros }) => <span className={styles.number}>{formatMicros(micros)}</span>,
    },
  ];
  return (
    <DataTable
      label={texts.inspector.title}
      columns={columns}
      rows={traces}
      rowKey={({ code }) => code}
    />
  );
}
