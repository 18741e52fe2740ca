import { makeStyles } from "@fluentui/react-components";
import { texts } from "../../texts";
import { TICKET } from "../Mark";
import { LETTERS } from "./outline";

const useStyles = makeStyles({ root: { display: "block" } });

/** The mark and the name beside it, in the colour of the text around it. */
export function Wordmark({ height = 28 }: { height?: number }) {
  const styles = useStyles();
  return (
    <svg
      className={styles.root}
      viewBox="0 0 138 32"
      width={(height * 138) / 32}
      height={height}
      role="img"
      aria-label={texts.product}
    >
      <image href={TICKET} width={32} height={32} />
      <path fill="currentColor" d={LETTERS} />
    </svg>
  );
}
