import { Field, Switch } from "@fluentui/react-components";
import { Panel } from "../../../components/Panel";
import { portalTexts } from "../../../texts/portal";
import { ChoiceField } from "./ChoiceField";
import { TextField } from "./TextField";
import type { FormState } from "./useRegistrationForm";

const { oauth } = portalTexts.registrations;

interface Props {
  form: FormState;
  hasSecret: boolean;
}

/** *OAuth settings* of the vendor's guide. */
export function OAuthSettings({ form, hasSecret }: Props) {
  const { values, set } = form;
  return (
    <Panel title={oauth.title}>
      <TextField form={form} name="clientId" words={oauth.clientId} required />
      <TextField
        form={form}
        name="clientSecret"
        words={oauth.clientSecret}
        hint={hasSecret ? oauth.clientSecret.kept : undefined}
        type="password"
        autoComplete="new-password"
        required={!hasSecret && values.clientAuthentication !== "none"}
      />
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
        <TextField form={form} name="issuer" words={oauth.issuer} type="url" required />
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
