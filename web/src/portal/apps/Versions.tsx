import { Button, Link, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useMutation, useQuery } from "@tanstack/react-query";
import {
  type AppVersion,
  forgetVersion,
  getVersions,
  type InstalledApp,
  packageUrl,
  serveVersion,
} from "../../api/apps";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Panel } from "../../components/Panel";
import { Time } from "../../components/Time";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { Changes } from "./Changes";
import { useReread } from "./Waiting";

const { versions: words } = portalTexts.apps;

const useStyles = makeStyles({
  list: { display: "grid", margin: 0, padding: 0, listStyleType: "none" },
  version: {
    display: "grid",
    rowGap: "6px",
    padding: "12px 0",
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    ":first-child": { borderTopStyle: "none", paddingTop: 0 },
    ":last-child": { paddingBottom: 0 },
  },
  row: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "4px 12px" },
  hash: { fontFamily: tokens.fontFamilyMonospace, color: tokens.colorNeutralForeground2 },
  space: { flexGrow: 1 },
});

/** The versions that are kept: each can be downloaded, and an older one can serve again. */
export function Versions({ app, admin }: { app: InstalledApp; admin: boolean }) {
  const styles = useStyles();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["apps", app.appId, "versions", app.version, app.waiting?.version],
    queryFn: ({ signal }) => getVersions(app.appId, signal),
  });
  return (
    <Panel title={words.title} hint={words.hint}>
      {isPending && <Loading>{words.loading}</Loading>}
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
      <ul className={styles.list}>
        {data?.map((version) => (
          <Version key={version.version} app={app} version={version} admin={admin} />
        ))}
      </ul>
    </Panel>
  );
}

function Version({
  app,
  version,
  admin,
}: {
  app: InstalledApp;
  version: AppVersion;
  admin: boolean;
}) {
  const styles = useStyles();
  const reread = useReread(app.appId);
  const serve = useMutation({
    mutationFn: () => serveVersion(app.appId, app.version, version.version),
    onSettled: reread,
  });
  const forget = useMutation({
    mutationFn: () => forgetVersion(app.appId, version.version),
    onSettled: reread,
  });
  const error = serve.error ?? forget.error;
  const short = version.version.slice(0, 12);
  const state = version.serving ? words.serving : version.waiting ? words.waiting : undefined;
  return (
    <li className={styles.version}>
      <div className={styles.row}>
        <Text weight="semibold">{version.appVersion || words.unnamed}</Text>
        <code className={styles.hash}>{short}</code>
        <Time at={version.createdAt} />
        {state && <Text weight="semibold">{state}</Text>}
        <span className={styles.space} />
        <Link
          href={packageUrl(app.appId, version.version)}
          download={`${short}.zip`}
          aria-label={words.downloadOf(short)}
        >
          {words.download}
        </Link>
        {!version.serving && admin && version.changes && (
          <Button
            size="small"
            aria-label={words.serveOf(short)}
            disabledFocusable={serve.isPending}
            onClick={() => serve.mutate()}
          >
            {words.serve}
          </Button>
        )}
        {!version.serving && (
          <Button
            size="small"
            aria-label={words.forgetOf(short)}
            disabledFocusable={forget.isPending}
            onClick={() => forget.mutate()}
          >
            {words.forget}
          </Button>
        )}
      </div>
      {!version.serving && version.changes && version.changes.length > 0 && (
        <Changes changes={version.changes} />
      )}
      {error && <ProblemNotice problem={asProblem(error)} />}
    </li>
  );
}
