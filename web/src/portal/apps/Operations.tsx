import { Checkbox, makeStyles, Text, tokens } from "@fluentui/react-components";
import type { DescriptionReport, Operation } from "../../api/descriptions";
import { LazyCard } from "../../components/AdaptiveCard/LazyCard";
import { Notice } from "../../components/Notice";
import { Panel } from "../../components/Panel";
import { portalTexts } from "../../texts/portal";

const { newApp: words } = portalTexts.apps;

const useStyles = makeStyles({
  list: { display: "grid", margin: 0, padding: 0, listStyleType: "none" },
  operation: {
    display: "grid",
    rowGap: "6px",
    padding: "12px 0",
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    ":first-child": { borderTopStyle: "none", paddingTop: 0 },
    ":last-child": { paddingBottom: 0 },
  },
  code: { overflowWrap: "anywhere", color: tokens.colorNeutralForeground2 },
  reasons: { display: "grid", rowGap: "4px", margin: 0, paddingInlineStart: "20px" },
  card: {
    maxWidth: "420px",
    padding: "8px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
});

interface Props {
  report: DescriptionReport;
  /** Ids of the operations, in the order of the commands. */
  chosen: string[];
  most: number;
  onChange: (chosen: string[]) => void;
}

/** The operations of a description: those that can be offered with their cards, the others with
 * the reason. */
export function Operations({ report, chosen, most, onChange }: Props) {
  const styles = useStyles();
  const { errors, operations } = report;
  const offered = operations.filter(({ offer }) => offer);
  const others = operations.filter(({ offer }) => !offer);
  const toggle = (id: string, on: boolean) =>
    onChange(on ? [...chosen, id] : chosen.filter((other) => other !== id));
  return (
    <>
      {errors.map(({ code, line, message, fix }) => (
        <Notice key={`${code} ${line}`} intent="warning">
          {line > 0 && `${words.line(line)} `}
          {message} {fix}
        </Notice>
      ))}
      {offered.length > 0 && (
        <Panel title={words.operations} hint={words.chosen(chosen.length, most)}>
          <ul className={styles.list}>
            {offered.map((operation) => (
              <Offered
                key={operation.operationId}
                operation={operation}
                checked={chosen.includes(operation.operationId)}
                full={chosen.length >= most}
                onChange={(on) => toggle(operation.operationId, on)}
              />
            ))}
          </ul>
        </Panel>
      )}
      {others.length > 0 && (
        <Panel title={words.others} hint={words.othersHint}>
          <ul className={styles.list}>
            {others.map(({ method, path, reasons }) => (
              <li key={`${method} ${path}`} className={styles.operation}>
                <code className={styles.code}>
                  {method} {path}
                </code>
                <ul className={styles.reasons}>
                  {reasons.map(({ code, line, message, fix }) => (
                    <li key={`${code} ${line}`}>
                      {line > 0 && `${words.line(line)} `}
                      {message} {fix}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

interface OfferedProps {
  operation: Operation;
  checked: boolean;
  full: boolean;
  onChange: (on: boolean) => void;
}

function Offered({ operation, checked, full, onChange }: OfferedProps) {
  const styles = useStyles();
  const { method, path, offer } = operation;
  if (!offer) return null;
  return (
    <li className={styles.operation}>
      <Checkbox
        label={offer.title}
        checked={checked}
        disabled={full && !checked}
        onChange={(_event, { checked }) => onChange(checked === true)}
      />
      <code className={styles.code}>
        {method} {path}
      </code>
      {offer.parameters.length > 0 && <Text size={200}>{words.asks(offer.parameters)}</Text>}
      {checked && offer.cards[0] && (
        <div className={styles.card}>
          <LazyCard card={offer.cards[0]} label={words.cardOf(offer.title)} />
        </div>
      )}
    </li>
  );
}
