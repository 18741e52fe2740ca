import { makeStyles, tokens } from "@fluentui/react-components";
import { Fragment, type ReactNode } from "react";

const useStyles = makeStyles({
  root: {
    display: "grid",
    gridTemplateColumns: "minmax(140px, 220px) minmax(0, 1fr)",
    gap: "10px 24px",
    margin: 0,
    "@media (max-width: 640px)": { gridTemplateColumns: "1fr", rowGap: "2px" },
  },
  term: { color: tokens.colorNeutralForeground2 },
  value: {
    margin: 0,
    minWidth: 0,
    overflowWrap: "anywhere",
    "@media (max-width: 640px)": { paddingBottom: "10px" },
  },
});

/** Names and what they stand for, in two columns. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  const styles = useStyles();
  return (
    <dl className={styles.root}>
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt className={styles.term}>{name}</dt>
          <dd className={styles.value}>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
