import {
  makeStyles,
  mergeClasses,
  Text,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { ChevronLeftRegular } from "@fluentui/react-icons";
import type { ReactNode } from "react";
import { RouterLink } from "../RouterLink";
import { useArrival } from "./useArrival";

const useStyles = makeStyles({
  root: { display: "grid", rowGap: "24px", maxWidth: "1040px", width: "100%", minWidth: 0 },
  narrow: { maxWidth: "760px" },
  head: { display: "grid", rowGap: "8px", minWidth: 0 },
  back: { display: "inline-flex", alignItems: "center", columnGap: "4px", justifySelf: "start" },
  row: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: "12px 24px",
  },
  title: {
    ...typographyStyles.title2,
    minWidth: 0,
    overflowWrap: "anywhere",
    outlineStyle: "none",
    "@media (max-width: 640px)": {
      fontSize: tokens.fontSizeBase600,
      lineHeight: tokens.lineHeightBase600,
    },
  },
  lead: { margin: 0, color: tokens.colorNeutralForeground2, maxWidth: "88ch", textWrap: "pretty" },
  actions: { display: "flex", flexWrap: "wrap", gap: "8px" },
});

interface Props {
  title: string;
  /** One sentence on what this page is for. */
  lead?: ReactNode;
  actions?: ReactNode;
  /** The list that this page belongs to. */
  back?: { to: string; label: string };
  narrow?: boolean;
  children: ReactNode;
}

/** A page of the portal: its title is the window's, and gets the focus when one arrives. */
export function Page({ title, lead, actions, back, narrow = false, children }: Props) {
  const styles = useStyles();
  const heading = useArrival(title);
  return (
    <div className={mergeClasses(styles.root, narrow && styles.narrow)}>
      <div className={styles.head}>
        {back && (
          <RouterLink to={back.to} className={styles.back}>
            <ChevronLeftRegular aria-hidden />
            {back.label}
          </RouterLink>
        )}
        <div className={styles.row}>
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h1>
          {actions && <div className={styles.actions}>{actions}</div>}
        </div>
        {lead && (
          <Text as="p" block className={styles.lead}>
            {lead}
          </Text>
        )}
      </div>
      {children}
    </div>
  );
}
