import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { texts } from "../../texts";
import { Frame } from "./Frame";
import { Providers } from "./Providers";

const useStyles = makeStyles({
  command: {
    padding: "10px 12px",
    fontFamily: tokens.fontFamilyMonospace,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: "anywhere",
  },
});

/** For somebody without a session: how one gets in. */
export function NoSession() {
  const styles = useStyles();
  return (
    <Frame title={texts.enter.none}>
      <Providers />
      <Text>{texts.enter.noneHint}</Text>
      <code className={styles.command}>{texts.enter.command}</code>
      <Text>{texts.enter.linkLife}</Text>
    </Frame>
  );
}
