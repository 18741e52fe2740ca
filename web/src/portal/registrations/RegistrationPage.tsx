import { Button, makeStyles, useRestoreFocusTarget } from "@fluentui/react-components";
import { DeleteRegular, EditRegular, StethoscopeRegular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation, useNavigate, useParams } from "react-router";
import { deleteRegistration, type Registration } from "../../api/registrations";
import { CopyValue } from "../../components/CopyValue";
import { Loading } from "../../components/Loading";
import { Notice, ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { registrationQuery } from "../queries";
import { DeleteDialog } from "./DeleteDialog";
import { FormerSecret } from "./FormerSecret";
import { HealthBadge } from "./HealthBadge";
import { RegistrationFacts } from "./RegistrationFacts";
import { UsedBy } from "./UsedBy";

const { page, all, redirect, remove } = portalTexts.registrations;

const useStyles = makeStyles({
  pair: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fit, minmax(min(320px, 100%), 1fr))",
    gap: "24px",
  },
});

/** A registration: its ID and redirect URL first, then how it fares and who uses it. */
export function RegistrationPage() {
  const { id = "" } = useParams();
  const { data, error, isPending, refetch } = useQuery(registrationQuery(id));
  if (data) return <Content registration={data} />;
  return (
    <Page title={page.id} back={{ to: "/portal/registrations", label: all }}>
      {isPending && <Loading>{page.loading}</Loading>}
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
    </Page>
  );
}

function Content({ registration }: { registration: Registration }) {
  const styles = useStyles();
  const navigate = useNavigate();
  const state: { saved?: number } | null = useLocation().state;
  const [deleting, setDeleting] = useState(false);
  // The dialog gives the focus back to what opened it.
  const opener = useRestoreFocusTarget();
  const actions = (
    <>
      <Button appearance="primary" icon={<StethoscopeRegular />} onClick={() => navigate("test")}>
        {portalTexts.doctor.title}
      </Button>
      <Button icon={<EditRegular />} onClick={() => navigate("edit")}>
        {page.edit}
      </Button>
      <Button {...opener} icon={<DeleteRegular />} onClick={() => setDeleting(true)}>
        {page.remove}
      </Button>
    </>
  );
  return (
    <Page
      title={registration.name}
      back={{ to: "/portal/registrations", label: all }}
      actions={actions}
    >
      {state?.saved && (
        <Notice intent="success">
          {state.saved === 1 ? `${page.saved} ${page.savedHint}` : page.changed(state.saved)}
        </Notice>
      )}
      <Panel title={page.ids}>
        <CopyValue label={page.id} value={registration.id} hint={page.idHint} />
        <CopyValue label={redirect.url} value={registration.redirectUrl} hint={page.redirectHint} />
      </Panel>
      <div className={styles.pair}>
        <Panel title={page.healthTitle}>
          <HealthBadge broken={registration.broken} />
        </Panel>
        <UsedBy id={registration.id} />
      </div>
      {registration.hasFormerSecret && <FormerSecret registration={registration} />}
      <RegistrationFacts registration={registration} />
      <DeleteDialog
        id={registration.id}
        name={registration.name}
        ends={(uses) => remove.grants(uses.users, uses.revocable)}
        remove={() => deleteRegistration(registration.id, registration.version)}
        queryKey="registrations"
        list="/portal/registrations"
        open={deleting}
        onClose={() => setDeleting(false)}
      />
    </Page>
  );
}
