import { Field, Input, Select, Switch, Textarea } from "@fluentui/react-components";
import type { Ref } from "react";
import type { Parameter } from "../../api/extensions";
import { texts } from "../../texts";

interface Props {
  parameter: Parameter;
  value: string;
  missing: boolean;
  onChange: (value: string) => void;
  inputRef?: Ref<HTMLInputElement>;
}

/** One parameter, in the control that its `inputType` names. */
export function ParameterField({ parameter, value, missing, onChange, inputRef }: Props) {
  if (parameter.inputType === "toggle") {
    return (
      <Switch
        label={parameter.title}
        title={parameter.description}
        checked={value === "true"}
        onChange={(_event, data) => onChange(String(data.checked))}
      />
    );
  }
  return (
    <Field
      label={parameter.title}
      required={parameter.required}
      validationMessage={missing ? texts.search.required : undefined}
    >
      <Control {...{ parameter, value, onChange, inputRef }} />
    </Field>
  );
}

function Control({ parameter, value, onChange, inputRef, ...field }: Omit<Props, "missing">) {
  const change = (_event: unknown, data: { value: string }) => onChange(data.value);
  switch (parameter.inputType) {
    case "textarea":
      return (
        <Textarea {...field} value={value} placeholder={parameter.description} onChange={change} />
      );
    case "choiceset":
      return (
        <Select {...field} value={value} onChange={change}>
          <option value="">{texts.search.choose}</option>
          {parameter.choices?.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.title}
            </option>
          ))}
        </Select>
      );
    default:
      return (
        <Input
          {...field}
          ref={inputRef}
          type={parameter.inputType === "toggle" ? "text" : parameter.inputType}
          value={value}
          placeholder={parameter.description}
          onChange={change}
        />
      );
  }
}
