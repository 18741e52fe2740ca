import { makeStyles } from "@fluentui/react-components";

const useStyles = makeStyles({ root: { margin: 0, paddingInlineStart: "20px" } });

/** What the developer should look at, one thing after the other. */
export function Checklist({ points }: { points: string[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.root}>
      {points.map((point) => (
        <li key={point}>{point}</li>
      ))}
    </ul>
  );
}
