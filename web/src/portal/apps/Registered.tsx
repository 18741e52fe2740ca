import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  CheckmarkCircleFilled,
  InfoFilled,
  SubtractCircleRegular,
  WarningFilled,
} from "@fluentui/react-icons";
import type { InstalledApp } from "../../api/apps";
import { portalTexts } from "../../texts/portal";

const { state: words } = portalTexts.apps;

const useStyles = makeStyles({
  root: {
    display: "inline-flex",
    alignItems: "center",
    columnGap: "6px",
    overflowWrap: "normal",
  },
  icon: { flexShrink: 0 },
  bound: { color: tokens.colorPaletteGreenForeground1 },
  unbound: { color: tokens.colorPaletteMarigoldForeground1 },
  plain: { color: tokens.colorNeutralForeground2 },
});

const STATES = {
  none: { Icon: SubtractCircleRegular, tint: "plain" },
  unserved: { Icon: InfoFilled, tint: "plain" },
  unbound: { Icon: WarningFilled, tint: "unbound" },
  bound: { Icon: CheckmarkCircleFilled, tint: "bound" },
} as const;

function stateOf({ authType, unbound }: InstalledApp): keyof typeof STATES {
  if (authType === "none") return "none";
  if (authType === "entraSso") return "unserved";
  return unbound ? "unbound" : "bound";
}

/** Whether an app has the registration that it needs. */
export function Registered({ app }: { app: InstalledApp }) {
  const styles = useStyles();
  const state = stateOf(app);
  const { Icon, tint } = STATES[state];
  return (
    <span className={styles.root}>
      <Icon className={mergeClasses(styles.icon, styles[tint])} aria-hidden />
      {words[state]}
    </span>
  );
}
