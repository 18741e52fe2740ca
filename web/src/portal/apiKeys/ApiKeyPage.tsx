import { Badge, Button, useRestoreFocusTarget } from "@fluentui/react-components";
import { DeleteRegular, EditRegular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation, useNavigate, useParams } from "react-router";
import { type ApiKey, deleteApiKey } from "../../api/apiKeys";
import { CopyValue } from "../../components/CopyValue";
import { Facts } from "../../components/Facts";
import { Loading } from "../../components/Loading";
import { Notice, ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { apiKeyQuery } from "../queries";
import { DeleteDialog } from "../registrations/DeleteDialog";
import { UsedBy } from "../registrations/UsedBy";

const { page: words, all, form: formWords } = portalTexts.apiKeys;
const { page, app } = portalTexts.registrations;
const LIST = "/portal/api-keys";

/** An API key registration: its ID first, then its keys and who uses it. */
export function ApiKeyPage() {
  const { id = "" } = useParams();
  const { data, error, isPending, refetch } = useQuery(apiKeyQuery(id));
  if (data) return <Content saved={data} />;
  return (
    <Page title={words.id} back={{ to: LIST, label: all }}>
      {isPending && <Loading>{page.loading}</Loading>}
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
    </Page>
  );
}

function Content({ saved }: { saved: ApiKey }) {
  const navigate = useNavigate();
  const state: { saved?: number } | null = useLocation().state;
  const [deleting, setDeleting] = useState(false);
  // The dialog gives the focus back to what opened it.
  const opener = useRestoreFocusTarget();
  const { id, name, version, restrictByOrg, restrictByApp, appId, inUse, hasSecondKey } = saved;
  const actions = (
    <>
      <Button icon={<EditRegular />} onClick={() => navigate("edit")}>
        {words.edit}
      </Button>
      <Button {...opener} icon={<DeleteRegular />} onClick={() => setDeleting(true)}>
        {page.remove}
      </Button>
    </>
  );
  const bound = appId ? `${app.app[restrictByApp].label}: ${appId}` : app.app[restrictByApp].label;
  const keyState = (which: "first" | "second", kept: boolean) =>
    kept ? `${page.secretKept} ${inUse === which ? words.sent : words.notSent}` : page.none;
  return (
    <Page title={name} back={{ to: LIST, label: all }} actions={actions}>
      {state?.saved && (
        <Notice intent="success">
          {state.saved === 1 ? words.saved : page.changed(state.saved)}
        </Notice>
      )}
      <Panel title={page.ids}>
        <CopyValue label={words.id} value={id} hint={words.idHint} />
      </Panel>
      <UsedBy id={id} signsIn={false} />
      <Panel
        title={page.settings}
        actions={<Badge appearance="outline">{page.version(version)}</Badge>}
      >
        <Facts
          facts={[
            [app.name.label, name],
            [app.baseUrl.label, saved.baseUrl],
            [app.org.label, app.org[restrictByOrg].label],
            [app.app.label, bound],
            [formWords.key.label, keyState("first", true)],
            [formWords.secondKey.label, keyState("second", hasSecondKey)],
          ]}
        />
      </Panel>
      <DeleteDialog
        id={id}
        name={name}
        ends={() => words.ends}
        remove={() => deleteApiKey(id, version)}
        queryKey="apiKeys"
        list={LIST}
        open={deleting}
        onClose={() => setDeleting(false)}
      />
    </Page>
  );
}
