import { Button, makeStyles, Subtitle1, Text, tokens } from "@fluentui/react-components";
import { PersonKeyRegular } from "@fluentui/react-icons";
import { useNavigate } from "react-router";
import { texts } from "../../texts";
import { EmptyState } from "../EmptyState";
import { GrantList } from "../GrantList";
import { Page } from "../Page";

const words = texts.settings;

const useStyles = makeStyles({
  root: {
    flexGrow: 1,
    minWidth: 0,
    overflowY: "auto",
    padding: "32px",
    boxSizing: "border-box",
    "@media (max-width: 640px)": { padding: "16px" },
  },
  section: { display: "grid", rowGap: "12px", minWidth: 0 },
  hint: { color: tokens.colorNeutralForeground2 },
});

/** The chat's settings: where one is signed in, and the way out. */
export function Settings() {
  const styles = useStyles();
  const navigate = useNavigate();
  return (
    <main className={styles.root}>
      <Page title={words.title} back={{ to: "/", label: words.back }}>
        <section className={styles.section} aria-labelledby="sign-ins">
          <Subtitle1 as="h2" id="sign-ins">
            {words.signIns}
          </Subtitle1>
          <Text className={styles.hint}>{words.signInsHint}</Text>
          <GrantList
            empty={
              <EmptyState
                icon={<PersonKeyRegular />}
                title={words.empty.title}
                hint={words.empty.hint}
              >
                <Button appearance="primary" onClick={() => navigate("/")}>
                  {words.back}
                </Button>
              </EmptyState>
            }
          />
        </section>
      </Page>
    </main>
  );
}
