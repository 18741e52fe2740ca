import { Badge, mergeClasses } from "@fluentui/react-components";
import type { TraceSummary } from "../../api/traces";
import { texts } from "../../texts";
import { formatAbsolute, formatMicros, formatRelative } from "../TraceView";
import { RouterLink } from "./RouterLink";
import { useStyles } from "./styles";

const { columns } = texts.inspector;

export function TraceTable({ traces }: { traces: TraceSummary[] }) {
  const styles = useStyles();
  const minorHead = mergeClasses(styles.th, styles.minor);
  return (
    <div className={styles.panel}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th className={styles.th}>{columns.code}</th>
            <th className={minorHead}>{columns.kind}</th>
            <th className={styles.th}>{columns.subject}</th>
            <th className={styles.th}>{columns.error}</th>
            <th className={minorHead}>{columns.when}</th>
            <th className={minorHead}>{columns.took}</th>
          </tr>
        </thead>
        <tbody>
          {traces.map((trace) => (
            <Row key={trace.code} trace={trace} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ trace }: { trace: TraceSummary }) {
  const styles = useStyles();
  const minor = mergeClasses(styles.td, styles.minor);
  return (
    <tr className={styles.row}>
      <td className={styles.td}>
        <RouterLink to={`/inspector/${trace.code}`} className={styles.code}>
          {trace.code}
        </RouterLink>
      </td>
      <td className={minor}>{texts.trace.kind[trace.kind]}</td>
      <td className={styles.td}>{trace.subject}</td>
      <td className={styles.td}>
        <Badge
          className={styles.badge}
          appearance="tint"
          color={trace.error ? "danger" : "success"}
        >
          {trace.error ?? texts.inspector.fine}
        </Badge>
      </td>
      <td className={minor} title={formatAbsolute(trace.startedAt)}>
        {formatRelative(trace.startedAt)}
      </td>
      <td className={mergeClasses(minor, styles.number)}>{formatMicros(trace.micros)}</td>
    </tr>
  );
}
