import { Text } from "@fluentui/react-components";
import { texts } from "../../texts";
import { Mark } from "../Mark";
import { useStyles } from "./styles";

/** What stands in an empty conversation. */
export function Welcome({ empty }: { empty: boolean }) {
  const styles = useStyles();
  return (
    <div className={styles.hint}>
      <Mark size={48} />
      <Text>{empty ? texts.chat.noExtensions : texts.chat.hint}</Text>
      {empty && (
        <Text>
          {texts.chat.installFirst} <code>cloakroom app install FOLDER</code>
        </Text>
      )}
    </div>
  );
}
