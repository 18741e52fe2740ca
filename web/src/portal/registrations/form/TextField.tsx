import { Field, Input, type InputProps, Textarea } from "@fluentui/react-components";
import type { FormState } from "./useRegistrationForm";
import type { Field as FieldName, Values } from "./values";

type TextName = {
  [F in FieldName]: Values[F] extends string ? (string extends Values[F] ? F : never) : never;
}[FieldName];

interface Props {
  form: FormState;
  name: TextName;
  words: { label: string; hint?: string; placeholder?: string };
  /** Instead of the hint of the words. */
  hint?: string;
  required?: boolean;
  type?: InputProps["type"];
  autoComplete?: string;
  lines?: number;
  className?: string;
}

/** A field with its help, and beside it what is wrong with it. */
export function TextField({
  form,
  name,
  words,
  hint,
  required,
  lines,
  className,
  ...input
}: Props) {
  const value = form.values[name];
  const common = {
    name,
    value,
    placeholder: words.placeholder,
    onChange: (_event: unknown, data: { value: string }) => form.set(name, data.value),
    onBlur: () => value !== "" && form.leave(name),
    spellCheck: false,
    autoComplete: "off",
  };
  return (
    <Field
      className={className}
      label={words.label}
      required={required}
      hint={hint ?? words.hint}
      validationMessage={form.shown[name]}
    >
      {lines ? <Textarea {...common} rows={lines} /> : <Input {...common} {...input} />}
    </Field>
  );
}
