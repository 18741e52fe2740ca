import { Field, Input } from "@fluentui/react-components";
import { portalTexts } from "../../../texts/portal";
import { ChoiceField } from "./ChoiceField";
import { TextField } from "./TextField";
import type { FormState } from "./useForm";
import { day, LONGEST_OVERLAP_DAYS, type Values } from "./values";

const { clientSecret: words } = portalTexts.registrations.oauth;

interface Props {
  form: FormState<Values>;
  hasSecret: boolean;
}

/** The client secret; over one that is kept, also what becomes of that one. */
export function SecretField({ form, hasSecret }: Props) {
  const { values, shown, set } = form;
  return (
    <>
      <TextField
        form={form}
        name="clientSecret"
        words={words}
        hint={hasSecret ? words.kept : undefined}
        type="password"
        autoComplete="new-password"
        required={!hasSecret && values.clientAuthentication !== "none"}
      />
      {hasSecret && values.clientSecret !== "" && (
        <ChoiceField
          label={words.former.label}
          value={values.formerSecret}
          choices={[
            { value: "destroy", ...words.former.destroy },
            { value: "keep", ...words.former.keep },
          ]}
          onChange={(value) => set("formerSecret", value)}
        />
      )}
      {hasSecret && values.clientSecret !== "" && values.formerSecret === "keep" && (
        <Field
          label={words.former.until}
          hint={words.former.untilHint(LONGEST_OVERLAP_DAYS)}
          validationMessage={shown.formerSecretUntil}
          required
        >
          <Input
            type="date"
            name="formerSecretUntil"
            min={day(1)}
            max={day(LONGEST_OVERLAP_DAYS - 1)}
            value={values.formerSecretUntil}
            onChange={(_event, { value }) => set("formerSecretUntil", value)}
          />
        </Field>
      )}
    </>
  );
}
