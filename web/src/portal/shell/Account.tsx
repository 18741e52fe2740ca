import { makeStyles, Text, tokens } from "@fluentui/react-components";
import type { Session } from "../../api/session";
import { PersonSwitcher } from "../../components/PersonSwitcher";
import { ThemeMenu } from "../../components/ThemeMenu";

const useStyles = makeStyles({
  root: { display: "flex", alignItems: "center", columnGap: "8px", paddingInlineStart: "4px" },
  words: { display: "grid", flexGrow: 1, minWidth: 0 },
  tenant: { color: tokens.colorNeutralForeground2 },
});

/** Who one is, in which tenant, and the theme. */
export function Account({ session }: { session: Session }) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <PersonSwitcher session={session} />
      <div className={styles.words}>
        <Text truncate wrap={false} weight="semibold">
          {session.user.name}
        </Text>
        <Text truncate wrap={false} size={200} className={styles.tenant}>
          {session.tenant.id}
        </Text>
      </div>
      <ThemeMenu />
    </div>
  );
}
