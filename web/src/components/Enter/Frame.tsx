import { Card, makeStyles, Title3, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { Mark } from "../Mark";

const useStyles = makeStyles({
  root: {
    minHeight: "100dvh",
    display: "grid",
    placeItems: "center",
    backgroundColor: tokens.colorNeutralBackground2,
    padding: "16px",
    boxSizing: "border-box",
  },
  card: {
    width: "min(400px, 100%)",
    padding: "32px",
    rowGap: "16px",
    boxSizing: "border-box",
    borderRadius: tokens.borderRadiusXLarge,
  },
});

/** A page with one thing to do. */
export function Frame({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <main className={styles.root}>
      <Card className={styles.card}>
        <Mark size={40} />
        <Title3 as="h1">{title}</Title3>
        {children}
      </Card>
    </main>
  );
}
