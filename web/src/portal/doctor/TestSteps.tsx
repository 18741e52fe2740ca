import { makeStyles, Spinner, Text, tokens } from "@fluentui/react-components";
import {
  CheckmarkCircleRegular,
  ErrorCircleRegular,
  SubtractCircleRegular,
} from "@fluentui/react-icons";
import type { Step } from "../../api/doctor";
import { Panel } from "../../components/Panel";
import { portalTexts } from "../../texts/portal";
import { Words } from "./Words";

const { doctor: words } = portalTexts;

const useStyles = makeStyles({
  list: { display: "grid", rowGap: "12px", margin: 0, padding: 0, listStyleType: "none" },
  step: { display: "grid", gridTemplateColumns: "24px 1fr", columnGap: "8px", minWidth: 0 },
  words: { color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
});

const ICONS = {
  passed: CheckmarkCircleRegular,
  found: ErrorCircleRegular,
  skipped: SubtractCircleRegular,
};

/** What is tried, in words, as it goes on. */
export function TestSteps({ steps }: { steps: Step[] }) {
  const styles = useStyles();
  return (
    <Panel title={words.steps}>
      <ol className={styles.list} aria-live="polite">
        {steps.map((step) => (
          <li key={step.name} className={styles.step}>
            <Mark state={step.state} />
            <div>
              <Text block weight="semibold">
                {step.title}
              </Text>
              <Text block size={200} className={styles.words}>
                <Words>{step.state === "running" ? words.running : step.words}</Words>
              </Text>
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Mark({ state }: { state: Step["state"] }) {
  const label = words.states[state];
  if (state === "running") return <Spinner size="tiny" aria-label={label} />;
  const Icon = ICONS[state];
  return <Icon fontSize={20} role="img" aria-label={label} />;
}
