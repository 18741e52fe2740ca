import { makeStyles, tokens } from "@fluentui/react-components";
import { texts } from "../../texts";
import { Mark } from "../Mark";

const useStyles = makeStyles({
  root: { display: "inline-flex", alignItems: "center", columnGap: "10px" },
  name: {
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
    letterSpacing: "-0.01em",
  },
});

/** The mark and the name beside it. */
export function Wordmark() {
  const styles = useStyles();
  return (
    <span className={styles.root}>
      <Mark size={26} />
      <span className={styles.name}>{texts.product}</span>
    </span>
  );
}
