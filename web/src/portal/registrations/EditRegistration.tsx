import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { registrationQuery } from "../queries";
import { RegistrationForm } from "./form/RegistrationForm";
import { fromRegistration } from "./form/values";

const { form, page } = portalTexts.registrations;

/** Changing a registration: its ID stays, and becomes a new version. */
export function EditRegistration() {
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(registrationQuery(id));
  // What is saved by others meanwhile does not change under the hands of whoever types.
  const [opened, setOpened] = useState(data);
  if (data && !opened) setOpened(data);
  const back = `/portal/registrations/${id}`;
  return (
    <Page
      title={form.editTitle(data?.name ?? "")}
      back={{ to: back, label: data?.name ?? "" }}
      narrow
    >
      {isPending && <Loading>{page.loading}</Loading>}
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
      {opened && (
        <RegistrationForm
          key={opened.version}
          initial={fromRegistration(opened)}
          registration={opened}
          submit={form.save}
          back={back}
          onSaved={(saved) => {
            client.setQueryData(["registrations", id], saved);
            client.invalidateQueries({ queryKey: ["registrations"] });
            navigate(back, { state: { saved: saved.version } });
          }}
          onReload={async () => setOpened((await refetch()).data)}
        />
      )}
    </Page>
  );
}
