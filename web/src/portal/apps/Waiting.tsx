import { Button, makeStyles, Text } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { forgetVersion, type InstalledApp, serveVersion } from "../../api/apps";
import { Notice, ProblemNotice } from "../../components/Notice";
import { Panel } from "../../components/Panel";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { Changes } from "./Changes";

const { waiting: words } = portalTexts.apps;

const useStyles = makeStyles({ actions: { display: "flex", flexWrap: "wrap", gap: "8px" } });

/** Lists that show an app, to be read again. */
export function useReread(appId: string) {
  const client = useQueryClient();
  return () => {
    client.invalidateQueries({ queryKey: ["apps"] });
    client.invalidateQueries({ queryKey: ["apps", appId] });
    client.invalidateQueries({ queryKey: ["extensions"] });
  };
}

/** A version that changes what has to be approved, and the buttons for who may. */
export function Waiting({ app, admin }: { app: InstalledApp; admin: boolean }) {
  const styles = useStyles();
  const reread = useReread(app.appId);
  const { waiting } = app;
  const approve = useMutation({
    mutationFn: (version: string) => serveVersion(app.appId, app.version, version),
    onSettled: reread,
  });
  const refuse = useMutation({
    mutationFn: (version: string) => forgetVersion(app.appId, version),
    onSettled: reread,
  });
  if (!waiting) return null;
  const error = approve.error ?? refuse.error;
  return (
    <Panel title={words.title} hint={words.hint(waiting.appVersion)}>
      <Changes changes={waiting.changes} />
      {error && <ProblemNotice problem={asProblem(error)} />}
      {admin ? (
        <div className={styles.actions}>
          <Button
            appearance="primary"
            disabledFocusable={approve.isPending}
            onClick={() => approve.mutate(waiting.version)}
          >
            {words.approve}
          </Button>
          <Button
            disabledFocusable={refuse.isPending}
            onClick={() => refuse.mutate(waiting.version)}
          >
            {words.refuse}
          </Button>
        </div>
      ) : (
        <Notice intent="info">
          <Text>{words.onlyAdmin}</Text>
        </Notice>
      )}
    </Panel>
  );
}
