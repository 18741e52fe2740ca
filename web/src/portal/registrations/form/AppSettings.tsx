import { Panel } from "../../../components/Panel";
import { portalTexts } from "../../../texts/portal";
import { ChoiceField } from "./ChoiceField";
import { checkUrl } from "./checks";
import { TextField } from "./TextField";
import type { FormState } from "./useForm";
import type { AppValues } from "./values";

const { app } = portalTexts.registrations;

/** *App settings* of the vendor's guide, for whatever the registration keeps. */
export function AppSettings({ form }: { form: FormState<AppValues> }) {
  const { values, shown, set } = form;
  return (
    <Panel title={app.title}>
      <TextField form={form} name="name" words={app.name} required />
      <TextField
        form={form}
        name="baseUrl"
        words={app.baseUrl}
        hint={covers(values.baseUrl) ?? app.baseUrl.hint}
        type="url"
        required
      />
      <ChoiceField
        label={app.org.label}
        value={values.restrictByOrg}
        problem={shown.restrictByOrg}
        choices={[
          { value: "MyOrganization", ...app.org.MyOrganization },
          { value: "AnyOrganization", ...app.org.AnyOrganization },
        ]}
        onChange={(value) => set("restrictByOrg", value)}
      />
      <ChoiceField
        label={app.app.label}
        value={values.restrictByApp}
        problem={shown.restrictByApp}
        choices={[
          { value: "AnyApp", ...app.app.AnyApp },
          { value: "ExistingApp", ...app.app.ExistingApp },
        ]}
        onChange={(value) => set("restrictByApp", value)}
      />
      {values.restrictByApp === "ExistingApp" && (
        <TextField form={form} name="appId" words={app.appId} required />
      )}
    </Panel>
  );
}

/** Says which addresses a base URL covers, once it is one. */
function covers(typed: string): string | undefined {
  if (!typed.trim() || checkUrl(typed, true)) return undefined;
  const { host, pathname, protocol } = new URL(typed.trim());
  const path = pathname.replace(/\/$/, "");
  if (!path) return app.baseUrl.coversHost(host);
  const example = `${protocol}//${host}${path}`;
  return `${app.baseUrl.covers(example)} ${app.baseUrl.notCovered(`${path}0`)}`;
}
