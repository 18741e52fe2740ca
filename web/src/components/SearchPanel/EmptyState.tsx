import { makeStyles, Subtitle2, Text, tokens } from "@fluentui/react-components";
import { SearchInfoRegular } from "@fluentui/react-icons";
import type { Command } from "../../api/extensions";
import type { SearchQuery } from "../../hooks/useSearch";
import { texts } from "../../texts";

const useStyles = makeStyles({
  root: {
    display: "grid",
    justifyItems: "center",
    rowGap: "4px",
    padding: "20px",
    textAlign: "center",
  },
  icon: { fontSize: "32px", color: tokens.colorNeutralForeground3 },
});

/** The API answered, and there was nothing in its answer. */
export function EmptyState({ command, query }: { command: Command; query: SearchQuery | null }) {
  const styles = useStyles();
  const word = (query?.parameters ?? [])
    .filter(({ name }) => name !== "initialRun")
    .map(({ value }) => value)
    .join(", ");
  return (
    <div className={styles.root} role="status">
      <SearchInfoRegular className={styles.icon} aria-hidden />
      <Subtitle2>{texts.search.empty(command.title, word)}</Subtitle2>
      {word && <Text>{texts.search.emptyHint}</Text>}
    </div>
  );
}
