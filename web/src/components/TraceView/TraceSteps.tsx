import { Text } from "@fluentui/react-components";
import type { Trace, TraceStep } from "../../api/traces";
import { texts } from "../../texts";
import { formatMicros, stepTitle } from "./format";
import { OutcomeMark } from "./OutcomeMark";
import { useStyles } from "./styles";

interface Props {
  trace: Trace;
  /** Draws where each step lies in the whole. */
  bars?: boolean;
}

export function TraceSteps({ trace, bars = false }: Props) {
  const styles = useStyles();
  return (
    <>
      <ol className={styles.steps} aria-label={texts.trace.steps}>
        {trace.steps.map((step) => (
          <li key={`${step.name} ${step.atMicros} ${step.micros}`} className={styles.step}>
            <OutcomeMark outcome={step.outcome} />
            <div className={styles.words}>
              <Text weight="semibold">{stepTitle(step.name)}</Text>
              <Text size={200} className={styles.decision}>
                {step.decision}
              </Text>
            </div>
            <Text size={200} className={styles.time}>
              {formatMicros(step.micros)}
            </Text>
            {bars && <Bar step={step} total={trace.micros} />}
            <Details details={step.details} />
          </li>
        ))}
      </ol>
      {trace.detailsLeftOut > 0 && (
        <Text size={200}>{texts.trace.leftOut(trace.detailsLeftOut)}</Text>
      )}
    </>
  );
}

function Bar({ step, total }: { step: TraceStep; total: number }) {
  const styles = useStyles();
  const share = (micros: number) => `${Math.min(100, (micros / Math.max(1, total)) * 100)}%`;
  return (
    <div className={styles.track} aria-hidden>
      <div
        className={styles.bar}
        style={{ marginInlineStart: share(step.atMicros), width: share(step.micros) }}
      />
    </div>
  );
}

function Details({ details }: { details?: Record<string, unknown> }) {
  const styles = useStyles();
  const entries = Object.entries(details ?? {});
  if (entries.length === 0) return null;
  return (
    <details className={styles.details}>
      <summary className={styles.summary}>{texts.trace.details}</summary>
      <dl className={styles.table}>
        {entries.map(([key, value]) => (
          <DetailRow key={key} name={key} value={value} />
        ))}
      </dl>
    </details>
  );
}

function DetailRow({ name, value }: { name: string; value: unknown }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.key}>{name}</dt>
      <dd className={styles.value}>
        {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
      </dd>
    </>
  );
}
