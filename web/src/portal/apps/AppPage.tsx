import { Button, makeStyles, Text, useRestoreFocusTarget } from "@fluentui/react-components";
import { DeleteRegular, PuzzlePieceRegular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation, useNavigate, useParams } from "react-router";
import type { InstalledApp } from "../../api/apps";
import { getExtensions } from "../../api/extensions";
import { Problem } from "../../api/problem";
import { mayActAs, type Session } from "../../api/session";
import { Facts } from "../../components/Facts";
import { Loading } from "../../components/Loading";
import { Notice, ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { Time } from "../../components/Time";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { appQuery } from "../queries";
import { AppFindings } from "./AppFindings";
import { DownloadPackage } from "./DownloadPackage";
import { Registered } from "./Registered";
import { RemoveApp } from "./RemoveApp";
import { Versions } from "./Versions";
import { Waiting } from "./Waiting";

const { page: words, all, auth } = portalTexts.apps;
const LIST = { to: "/portal/apps", label: all };

const useStyles = makeStyles({
  feature: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "12px 16px" },
  icon: { fontSize: "28px" },
  words: { display: "grid", rowGap: "2px", flexGrow: 1, minWidth: "200px" },
  code: { overflowWrap: "anywhere" },
});

/** An app of the tenant, by the ID in the address. */
export function useApp() {
  const { id = "" } = useParams();
  const { data, error, isPending, refetch } = useQuery({ ...appQuery(id), retry: unlessMissing });
  const missing = error instanceof Problem && error.status === NOT_FOUND;
  return { app: data, missing, error: missing ? null : error, isPending, refetch };
}

const NOT_FOUND = 404;

/** What is not there does not come by asking again. */
function unlessMissing(failures: number, error: Error): boolean {
  return failures < 1 && !(error instanceof Problem && error.status < 500);
}

export function AppPage({ session }: { session: Session }) {
  const { app, missing, error, isPending, refetch } = useApp();
  if (app) return <Content app={app} admin={mayActAs(session.role, "admin")} />;
  return (
    <Page title={portalTexts.apps.title} back={LIST}>
      {isPending && <Loading>{words.loading}</Loading>}
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
      {missing && <Notice intent="warning">{words.unknown}</Notice>}
    </Page>
  );
}

function Content({ app, admin }: { app: InstalledApp; admin: boolean }) {
  const navigate = useNavigate();
  const state: { installed?: boolean } | null = useLocation().state;
  const [removing, setRemoving] = useState(false);
  // The dialog gives the focus back to what opened it.
  const opener = useRestoreFocusTarget();
  return (
    <Page
      title={app.name}
      back={LIST}
      actions={
        <>
          <Button onClick={() => navigate("/", { state: { open: app.appId } })}>
            {words.tryIt}
          </Button>
          <DownloadPackage app={app} />
          <Button {...opener} icon={<DeleteRegular />} onClick={() => setRemoving(true)}>
            {words.remove}
          </Button>
        </>
      }
    >
      {state?.installed && (
        <Notice intent="success">
          {app.waiting ? words.installedWaits : words.installed}{" "}
          {app.unbound && words.installedNext}
        </Notice>
      )}
      {app.waiting && <Waiting app={app} admin={admin} />}
      <Features app={app} />
      <Basic app={app} />
      <Versions app={app} admin={admin} />
      <AppFindings app={app} />
      <RemoveApp app={app} open={removing} onClose={() => setRemoving(false)} />
    </Page>
  );
}

/** *Configure > App features*. */
function Features({ app }: { app: InstalledApp }) {
  const styles = useStyles();
  const navigate = useNavigate();
  return (
    <Panel title={words.features}>
      <div className={styles.feature}>
        <PuzzlePieceRegular className={styles.icon} aria-hidden />
        <div className={styles.words}>
          <Text weight="semibold">{words.extension}</Text>
          <Text size={200}>
            {words.commands(app.commands.length)} · {auth[app.authType]}
          </Text>
        </div>
        <Registered app={app} />
        <Button
          appearance={app.unbound ? "primary" : "secondary"}
          onClick={() => navigate("message-extension")}
        >
          {words.configure}
        </Button>
      </div>
    </Panel>
  );
}

function Basic({ app }: { app: InstalledApp }) {
  const styles = useStyles();
  const { facts } = words;
  const extensions = useQuery({
    queryKey: ["extensions"],
    queryFn: ({ signal }) => getExtensions(signal),
  });
  const extension = extensions.data?.find(({ appId }) => appId === app.appId);
  const maps = app.originMap.map(([declared, dialled]) => words.mapped(declared, dialled));
  return (
    <Panel title={words.basic}>
      <Facts
        facts={[
          ...(extension
            ? [
                [facts.fullName, extension.fullName] as [string, string],
                [facts.publisher, extension.publisher] as [string, string],
              ]
            : []),
          [facts.version, app.appVersion],
          [facts.id, <code key="id">{app.manifestId}</code>],
          [facts.appId, <code key="app">{app.appId}</code>],
          [
            facts.content,
            <code key="content" className={styles.code}>
              {app.version}
            </code>,
          ],
          [facts.owner, app.owner],
          [facts.changed, <Time key="changed" at={app.changedAt} />],
          ...(maps.length > 0 ? [[facts.maps, maps.join("; ")] as [string, string]] : []),
        ]}
      />
    </Panel>
  );
}
