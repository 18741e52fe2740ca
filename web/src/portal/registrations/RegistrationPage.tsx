import { Button, makeStyles } from "@fluentui/react-components";
import { DeleteRegular, EditRegular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation, useNavigate, useParams } from "react-router";
import type { Registration } from "../../api/registrations";
import { CopyValue } from "../../components/CopyValue";
import { Loading } from "../../components/Loading";
import { Notice, ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { registrationQuery } from "../queries";
import { DeleteRegistration } from "./DeleteRegistration";
import { HealthBadge } from "./HealthBadge";
import { RegistrationFacts } from "./RegistrationFacts";
import { UsedBy } from "./UsedBy";

const { page, all, redirect } = portalTexts.registrations;

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
  const actions = (
    <>
      <Button icon={<EditRegular />} onClick={() => navigate("edit")}>
        {page.edit}
      </Button>
      <Button icon={<DeleteRegular />} onClick={() => setDeleting(true)}>
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
        <UsedBy registration={registration} />
      </div>
      <RegistrationFacts registration={registration} />
      <DeleteRegistration
        registration={registration}
        open={deleting}
        onClose={() => setDeleting(false)}
      />
    </Page>
  );
}
