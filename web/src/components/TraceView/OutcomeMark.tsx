import { mergeClasses } from "@fluentui/react-components";
import {
  CheckmarkCircleFilled,
  DismissCircleFilled,
  InfoFilled,
  ShieldErrorFilled,
} from "@fluentui/react-icons";
import type { StepOutcome } from "../../api/traces";
import { texts } from "../../texts";
import { useStyles } from "./styles";

const MARKS = {
  ok: CheckmarkCircleFilled,
  noted: InfoFilled,
  refused: ShieldErrorFilled,
  failed: DismissCircleFilled,
};

/** How a step ended: by shape and name, not by colour alone. */
export function OutcomeMark({ outcome }: { outcome: StepOutcome }) {
  const styles = useStyles();
  const Mark = MARKS[outcome];
  const label = texts.trace.outcome[outcome];
  return (
    <span
      className={mergeClasses(styles.mark, styles[outcome])}
      role="img"
      aria-label={label}
      title={label}
    >
      <Mark />
    </span>
  );
}
