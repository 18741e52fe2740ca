import { Field, Input, type InputProps, Textarea } from "@fluentui/react-components";
import type { FormState } from "./useForm";

/** The fields that are plain text. */
type TextName<V> = {
  [F in keyof V & string]: V[F] extends string ? (string extends V[F] ? F : never) : never;
}[keyof V & string];

interface Props<V> {
  form: FormState<V>;
  name: TextName<V>;
  words: { label: string; hint?: string; placeholder?: string };
  /** Instead of the hint of the words. */
  hint?: string;
  required?: boolean;
  type?: InputProps["type"];
  autoComplete?: string;
  lines?: number;
  className?: string;
  /** Called when the field is left, with something in it or without. */
  onLeave?: () => void;
}

/** A field with its help, and beside it what is wrong with it. */
export function TextField<V>({
  form,
  name,
  words,
  hint,
  required,
  lines,
  className,
  onLeave,
  ...input
}: Props<V>) {
  const value = form.values[name] as string;
  const common = {
    name,
    value,
    placeholder: words.placeholder,
    onChange: (_event: unknown, data: { value: string }) =>
      form.set(name, data.value as V[TextName<V>]),
    onBlur: () => {
      if (value !== "") form.leave(name);
      onLeave?.();
    },
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
