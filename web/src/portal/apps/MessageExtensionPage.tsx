import { Button } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import type { InstalledApp } from "../../api/apps";
import { getExtensions } from "../../api/extensions";
import { mayActAs, type Session } from "../../api/session";
import { Loading } from "../../components/Loading";
import { Notice, ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { useApp } from "./AppPage";
import { Authentication } from "./Authentication";
import { Commands } from "./Commands";
import { DownloadPackage } from "./DownloadPackage";
import { PackageFiles } from "./PackageFiles";

const { extension: words, page } = portalTexts.apps;

/** *Configure > App features > Message extension*. */
export function MessageExtensionPage({ session }: { session: Session }) {
  const navigate = useNavigate();
  const { app, missing, error, isPending, refetch } = useApp();
  const extensions = useQuery({
    queryKey: ["extensions"],
    queryFn: ({ signal }) => getExtensions(signal),
  });
  const extension = extensions.data?.find(({ appId }) => appId === app?.appId);
  const back = app
    ? { to: `/portal/apps/${app.appId}`, label: app.name }
    : { to: "/portal/apps", label: portalTexts.apps.all };
  return (
    <Page
      title={words.title}
      lead={app && words.lead(app.name)}
      back={back}
      actions={
        app && (
          <>
            <Button onClick={() => navigate("/", { state: { open: app.appId } })}>
              {page.tryIt}
            </Button>
            <DownloadPackage app={app} />
          </>
        )
      }
    >
      {isPending && <Loading>{page.loading}</Loading>}
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
      {missing && <Notice intent="warning">{page.unknown}</Notice>}
      {app && <Authentication app={app} admin={mayActAs(session.role, "admin")} />}
      {extension && app && <Commands commands={extension.commands} test={testOf(app)} />}
      {app && <PackageFiles app={app} />}
    </Page>
  );
}

/** Where the doctor tests a command of an app whose users sign in. */
function testOf({ appId, authType, registrationId }: InstalledApp) {
  if (authType !== "oAuth" || !registrationId) return undefined;
  return (command: string) =>
    `/portal/registrations/${registrationId}/test?${new URLSearchParams({ app: appId, command })}`;
}
