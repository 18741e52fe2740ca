import { Button, makeStyles, mergeClasses, Text, tokens } from "@fluentui/react-components";
import { CheckmarkFilled } from "@fluentui/react-icons";
import { useNavigate } from "react-router";
import { portalTexts } from "../../texts/portal";

const { home } = portalTexts;

const useStyles = makeStyles({
  list: { display: "grid", margin: 0, padding: 0, listStyleType: "none" },
  step: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "12px 16px",
    padding: "16px 0",
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    ":first-child": { borderTopStyle: "none" },
  },
  mark: {
    flexShrink: 0,
    display: "grid",
    placeItems: "center",
    width: "32px",
    height: "32px",
    boxSizing: "border-box",
    fontWeight: tokens.fontWeightSemibold,
    borderRadius: tokens.borderRadiusCircular,
    color: tokens.colorNeutralForeground1,
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
  },
  done: {
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    border: `1px solid ${tokens.colorBrandBackground}`,
  },
  words: { display: "grid", rowGap: "2px", flexGrow: 1, flexBasis: "240px", minWidth: 0 },
  hint: { color: tokens.colorNeutralForeground2 },
});

export interface StepProps {
  title: string;
  hint: string;
  action: string;
  to: string;
  /** What is there already; absent: still to do. */
  state?: string;
}

/** The steps in the order of the vendor's guide, with what is done of them. */
export function Steps({ steps }: { steps: StepProps[] }) {
  const styles = useStyles();
  const navigate = useNavigate();
  const next = steps.findIndex(({ state }) => !state);
  return (
    <ol className={styles.list}>
      {steps.map(({ title, hint, action, to, state }, index) => (
        <li key={title} className={styles.step}>
          <span
            className={mergeClasses(styles.mark, state && styles.done)}
            role="img"
            aria-label={state ? home.doneMark : home.openMark}
          >
            {state ? <CheckmarkFilled /> : index + 1}
          </span>
          <span className={styles.words}>
            <Text weight="semibold">{title}</Text>
            <Text size={200} className={styles.hint}>
              {state ?? hint}
            </Text>
          </span>
          <Button
            appearance={index === next ? "primary" : "secondary"}
            onClick={() => navigate(to)}
          >
            {action}
          </Button>
        </li>
      ))}
    </ol>
  );
}
