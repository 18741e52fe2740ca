import { Checkbox } from "@fluentui/react-components";
import { type ApiKey, createApiKey, updateApiKey } from "../../api/apiKeys";
import { Panel } from "../../components/Panel";
import { portalTexts } from "../../texts/portal";
import { AppSettings } from "../registrations/form/AppSettings";
import { ChoiceField } from "../registrations/form/ChoiceField";
import { FormFrame } from "../registrations/form/FormFrame";
import { TextField } from "../registrations/form/TextField";
import { useForm } from "../registrations/form/useForm";
import { check, EMPTY, fromApiKey, toInput } from "./values";

const { form: words } = portalTexts.apiKeys;
const { more } = portalTexts.registrations;

interface Props {
  /** The registration that is changed, as it was seen. */
  saved?: ApiKey;
  submit: string;
  /** Where *Cancel* leads. */
  back: string;
  onSaved: (saved: ApiKey) => void;
  onReload?: () => void;
}

/** The form of an API key registration: two keys, of which one is sent. */
export function ApiKeyForm({ saved, ...frame }: Props) {
  const form = useForm(saved ? fromApiKey(saved) : EMPTY, (values) => check(values, saved));
  const { values, set, shown } = form;
  const save = () =>
    saved ? updateApiKey(saved.id, saved.version, toInput(values)) : createApiKey(toInput(values));
  const kept = saved?.hasSecondKey ?? false;
  return (
    <FormFrame form={form} save={save} {...frame}>
      <AppSettings form={form} />
      <Panel title={words.keys} hint={words.rotation}>
        <TextField
          form={form}
          name="key"
          words={words.key}
          hint={saved ? words.key.kept : undefined}
          type="password"
          autoComplete="new-password"
          required={!saved}
        />
        <TextField
          form={form}
          name="secondKey"
          words={words.secondKey}
          hint={kept ? words.key.kept : undefined}
          type="password"
          autoComplete="new-password"
        />
        {kept && values.secondKey === "" && (
          <Checkbox
            label={words.secondKey.remove}
            checked={values.removeSecondKey}
            onChange={(_event, { checked }) => set("removeSecondKey", checked === true)}
          />
        )}
        <ChoiceField
          label={words.inUse.label}
          value={values.inUse}
          problem={shown.inUse}
          layout="horizontal"
          choices={[
            { value: "first", label: words.inUse.first },
            { value: "second", label: words.inUse.second },
          ]}
          onChange={(value) => set("inUse", value)}
        />
        {values.restrictByApp === "ExistingApp" && (
          <TextField form={form} name="admittedApps" words={more.admittedApps} lines={2} />
        )}
      </Panel>
    </FormFrame>
  );
}
