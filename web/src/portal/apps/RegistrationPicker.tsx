import { Combobox, Field, makeStyles, Option, Text } from "@fluentui/react-components";
import type { Choice } from "./useChoices";

const useStyles = makeStyles({
  field: { width: "min(480px, 100%)" },
  option: { display: "grid" },
});

interface Props {
  label: string;
  hint: string;
  placeholder: string;
  choices: Choice[];
  /** What stands in the field: a registration's name, or an ID. */
  value: string;
  problem?: string;
  onChange: (value: string) => void;
}

/** A registration chosen by its name, or entered by its ID. */
export function RegistrationPicker({ choices, value, problem, onChange, ...words }: Props) {
  const styles = useStyles();
  return (
    <Field
      className={styles.field}
      label={words.label}
      hint={words.hint}
      validationMessage={problem}
    >
      <Combobox
        freeform
        placeholder={words.placeholder}
        value={value}
        onChange={({ target }) => onChange(target.value)}
        onOptionSelect={(_event, { optionText }) => optionText && onChange(optionText)}
      >
        {choices.map(({ id, name }) => (
          <Option key={id} value={id} text={name}>
            <span className={styles.option}>
              <Text>{name}</Text>
              <Text size={200}>{id}</Text>
            </span>
          </Option>
        ))}
      </Combobox>
    </Field>
  );
}

/** The ID behind what stands in the field. */
export function idBehind(value: string, choices: Choice[]): string {
  const word = value.trim();
  return choices.find(({ id, name }) => name === word || id === word)?.id ?? word;
}
