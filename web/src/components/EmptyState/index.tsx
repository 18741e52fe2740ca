import { makeStyles, Subtitle2, Text, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  root: {
    display: "grid",
    justifyItems: "center",
    textAlign: "center",
    rowGap: "8px",
    padding: "48px 24px",
  },
  icon: {
    display: "grid",
    placeItems: "center",
    width: "56px",
    height: "56px",
    marginBottom: "4px",
    fontSize: "28px",
    borderRadius: tokens.borderRadiusCircular,
    color: tokens.colorBrandForeground1,
    backgroundColor: tokens.colorBrandBackground2,
  },
  hint: {
    maxWidth: "56ch",
    textAlign: "center",
    textWrap: "balance",
    color: tokens.colorNeutralForeground2,
  },
  actions: { display: "flex", flexWrap: "wrap", justifyContent: "center", gap: "8px" },
});

interface Props {
  icon: ReactNode;
  title: string;
  /** What to do next. */
  hint: ReactNode;
  children?: ReactNode;
}

/** What stands where nothing is yet: why, and the first step. */
export function EmptyState({ icon, title, hint, children }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <Subtitle2 as="h2">{title}</Subtitle2>
      <Text className={styles.hint}>{hint}</Text>
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}
