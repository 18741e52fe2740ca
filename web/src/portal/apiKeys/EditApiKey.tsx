import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { apiKeyQuery } from "../queries";
import { ApiKeyForm } from "./ApiKeyForm";

const { form: words } = portalTexts.apiKeys;
const { form, page } = portalTexts.registrations;

/** Changing an API key registration, and rotating its keys: its ID stays. */
export function EditApiKey() {
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(apiKeyQuery(id));
  // What is saved by others meanwhile does not change under the hands of whoever types.
  const [opened, setOpened] = useState(data);
  if (data && !opened) setOpened(data);
  const back = `/portal/api-keys/${id}`;
  return (
    <Page
      title={form.editTitle(data?.name ?? "")}
      lead={words.editLead}
      back={{ to: back, label: data?.name ?? "" }}
      narrow
    >
      {isPending && <Loading>{page.loading}</Loading>}
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
      {opened && (
        <ApiKeyForm
          key={opened.version}
          saved={opened}
          submit={form.save}
          back={back}
          onSaved={(saved) => {
            client.setQueryData(["apiKeys", id], saved);
            client.invalidateQueries({ queryKey: ["apiKeys"] });
            navigate(back, { state: { saved: saved.version } });
          }}
          onReload={async () => setOpened((await refetch()).data)}
        />
      )}
    </Page>
  );
}
