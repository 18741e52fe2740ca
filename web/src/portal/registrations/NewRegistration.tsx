import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import type { Registration } from "../../api/registrations";
import type { Session } from "../../api/session";
import { CopyValue } from "../../components/CopyValue";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { RegistrationForm } from "./form/RegistrationForm";
import { EMPTY } from "./form/values";
import { forgetReservation, useReservation } from "./useReservation";

const { form, redirect, all } = portalTexts.registrations;
const LIST = "/portal/registrations";

/** A new registration: the redirect URL first, since the provider asks for it first. */
export function NewRegistration({ session }: { session: Session }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const tenant = session.tenant.id;
  const reservation = useReservation(tenant);
  const saved = (registration: Registration) => {
    forgetReservation(tenant);
    client.removeQueries({ queryKey: ["reservation", tenant] });
    client.invalidateQueries({ queryKey: ["registrations"] });
    navigate(`${LIST}/${registration.id}`, { state: { saved: registration.version } });
  };
  return (
    <Page title={form.newTitle} lead={form.newLead} back={{ to: LIST, label: all }} narrow>
      {reservation.isPending && <Loading>{redirect.reserving}</Loading>}
      {reservation.error && (
        <ProblemNotice
          problem={asProblem(reservation.error)}
          onAgain={() => reservation.refetch()}
        />
      )}
      {reservation.data && (
        <>
          <Panel title={redirect.title} hint={redirect.hint}>
            <CopyValue
              label={redirect.url}
              value={reservation.data.redirectUrl}
              hint={redirect.urlHint}
            />
            <CopyValue label={redirect.id} value={reservation.data.id} hint={redirect.idReserved} />
          </Panel>
          <RegistrationForm
            reserved={reservation.data.id}
            initial={EMPTY}
            submit={form.submit}
            back={LIST}
            onSaved={saved}
          />
        </>
      )}
    </Page>
  );
}
