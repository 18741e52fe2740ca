import { makeStyles, tokens } from "@fluentui/react-components";
import { CheckmarkCircleFilled, DismissCircleFilled } from "@fluentui/react-icons";
import { portalTexts } from "../../texts/portal";

const { health } = portalTexts.registrations;

const useStyles = makeStyles({
  root: { display: "inline-flex", alignItems: "center", columnGap: "6px" },
  fine: { flexShrink: 0, color: tokens.colorPaletteGreenForeground1 },
  broken: { flexShrink: 0, color: tokens.colorPaletteRedForeground1 },
});

interface Props {
  broken?: string | null;
  short?: boolean;
}

/** How a registration fares, by shape and words, not by colour alone. */
export function HealthBadge({ broken, short = false }: Props) {
  const styles = useStyles();
  if (!broken) {
    return (
      <span className={styles.root}>
        <CheckmarkCircleFilled className={styles.fine} aria-hidden />
        {short ? health.fineShort : health.fine}
      </span>
    );
  }
  return (
    <span className={styles.root}>
      <DismissCircleFilled className={styles.broken} aria-hidden />
      {short ? health.brokenShort : health.broken(broken)}
    </span>
  );
}
