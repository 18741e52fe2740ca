import { Field, Switch } from "@fluentui/react-components";
import { Panel } from "../../../components/Panel";
import { portalTexts } from "../../../texts/portal";
import { ChoiceField } from "./ChoiceField";
import { IssuerField } from "./IssuerField";
import { SecretField } from "./SecretField";
import { TextField } from "./TextField";
import type { FormState } from "./useForm";
import type { Values } from "./values";

const { oauth } = portalTexts.registrations;

interface Props {
  form: FormState<Values>;
  hasSecret: boolean;
}

/** *OAuth settings* of the vendor's guide. */
export function OAuthSettings({ form, hasSecret }: Props) {
  const { values, set } = form;
  return (
    <Panel title={oauth.title}>
      <TextField form={form} name="clientId" words={oauth.clientId} required />
      <SecretField form={form} hasSecret={hasSecret} />
      <ChoiceField
        label={oauth.source.label}
        value={values.source}
        layout="horizontal"
        choices={[
          { value: "typed", label: oauth.source.typed },
          { value: "issuer", label: oauth.source.issuer },
        ]}
        onChange={(value) => set("source", value)}
      />
      {values.source === "issuer" ? (
        <IssuerField form={form} />
      ) : (
        <>
          <TextField
            form={form}
            name="authorizationEndpoint"
            words={oauth.authorizationEndpoint}
            type="url"
            required
          />
          <TextField
            form={form}
            name="tokenEndpoint"
            words={oauth.tokenEndpoint}
            type="url"
            required
          />
          <TextField form={form} name="refreshEndpoint" words={oauth.refreshEndpoint} type="url" />
        </>
      )}
      <TextField form={form} name="scopes" words={oauth.scope} />
      <Field hint={oauth.pkce.hint} validationMessage={form.shown.pkce}>
        <Switch
          label={oauth.pkce.label}
          checked={values.pkce}
          onChange={(_event, data) => set("pkce", data.checked)}
        />
      </Field>
    </Panel>
  );
}
