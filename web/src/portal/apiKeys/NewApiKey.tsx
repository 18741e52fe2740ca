import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { Page } from "../../components/Page";
import { portalTexts } from "../../texts/portal";
import { ApiKeyForm } from "./ApiKeyForm";

const { form: words, all } = portalTexts.apiKeys;
const LIST = "/portal/api-keys";

export function NewApiKey() {
  const navigate = useNavigate();
  const client = useQueryClient();
  return (
    <Page title={words.newTitle} lead={words.newLead} back={{ to: LIST, label: all }} narrow>
      <ApiKeyForm
        submit={words.submit}
        back={LIST}
        onSaved={(saved) => {
          client.invalidateQueries({ queryKey: ["apiKeys"] });
          navigate(`${LIST}/${saved.id}`, { state: { saved: saved.version } });
        }}
      />
    </Page>
  );
}
