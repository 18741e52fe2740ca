import { Badge, Spinner, Text, Title3 } from "@fluentui/react-components";
import { useParams } from "react-router";
import type { Problem } from "../../api/problem";
import type { Trace } from "../../api/traces";
import { asProblem } from "../../hooks/useSearch";
import { texts } from "../../texts";
import { ProblemNotice } from "../Notice";
import { TraceCode } from "../TraceCode";
import { formatAbsolute, formatMicros, formatRelative, TraceSteps, useTrace } from "../TraceView";
import { RouterLink } from "./RouterLink";
import { useStyles } from "./styles";

/** One trace, step by step, at an address of its own. */
export function TracePage() {
  const styles = useStyles();
  const { code } = useParams();
  const { data, error, isPending, refetch } = useTrace(code);
  return (
    <main className={styles.root}>
      <div className={styles.column}>
        <RouterLink to="/inspector">{texts.inspector.back}</RouterLink>
        {isPending && <Spinner label={texts.trace.pending} />}
        {error && <Failure problem={asProblem(error)} onAgain={() => refetch()} />}
        {data && <Content trace={data} />}
      </div>
    </main>
  );
}

function Failure({ problem, onAgain }: { problem: Problem; onAgain: () => void }) {
  if (problem.status === 404) return <Text role="status">{texts.trace.gone}</Text>;
  return <ProblemNotice problem={problem} onAgain={onAgain} />;
}

function Content({ trace }: { trace: Trace }) {
  const styles = useStyles();
  return (
    <>
      <Title3 as="h1">{trace.subject || texts.trace.kind[trace.kind]}</Title3>
      <div className={styles.facts}>
        <TraceCode code={trace.code} />
        <Badge appearance="tint" color={trace.error ? "danger" : "success"}>
          {trace.error ?? texts.inspector.fine}
        </Badge>
        <Text>{texts.trace.kind[trace.kind]}</Text>
        <Text title={formatAbsolute(trace.startedAt)}>{formatRelative(trace.startedAt)}</Text>
        <Text>
          {formatMicros(trace.micros)} {texts.trace.total}
        </Text>
      </div>
      <div className={styles.panel}>
        <div className={styles.trace}>
          <TraceSteps trace={trace} bars />
        </div>
      </div>
    </>
  );
}
