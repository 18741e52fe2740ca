import { makeStyles, Text, tokens } from "@fluentui/react-components";
import type { Change } from "../../api/apps";
import { portalTexts } from "../../texts/portal";

const { changes: words } = portalTexts.apps;

const useStyles = makeStyles({
  list: { display: "grid", rowGap: "8px", margin: 0, padding: 0, listStyleType: "none" },
  values: { overflowWrap: "anywhere", color: tokens.colorNeutralForeground2 },
});

/** What would be called otherwise than now. */
export function Changes({ changes }: { changes: Change[] }) {
  const styles = useStyles();
  const shown = (values: string[]) => (values.length > 0 ? values.join(", ") : words.nothing);
  return (
    <ul className={styles.list} aria-label={words.label}>
      {changes.map(({ what, before, after }) => (
        <li key={what}>
          <Text weight="semibold">{words[what]}</Text>
          <Text block className={styles.values}>
            {shown(before)} → {shown(after)}
          </Text>
        </li>
      ))}
    </ul>
  );
}
