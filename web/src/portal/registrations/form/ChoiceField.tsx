import { Field, makeStyles, Radio, RadioGroup, Text, tokens } from "@fluentui/react-components";

const useStyles = makeStyles({
  label: { display: "grid", rowGap: "2px", color: tokens.colorNeutralForeground1 },
  hint: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

interface Choice<T extends string> {
  value: T;
  label: string;
  hint?: string;
}

interface Props<T extends string> {
  label: string;
  choices: Choice<T>[];
  value: T;
  problem?: string;
  layout?: "vertical" | "horizontal";
  onChange: (value: T) => void;
}

/** A choice with its advice beneath each of its answers. */
export function ChoiceField<T extends string>(props: Props<T>) {
  const styles = useStyles();
  const { label, choices, value, problem, layout, onChange } = props;
  return (
    <Field label={label} validationMessage={problem}>
      <RadioGroup
        value={value}
        layout={layout}
        onChange={(_event, data) => onChange(data.value as T)}
      >
        {choices.map((choice) => (
          <Radio
            key={choice.value}
            value={choice.value}
            label={
              <span className={styles.label}>
                <Text>{choice.label}</Text>
                {choice.hint && <span className={styles.hint}>{choice.hint}</span>}
              </span>
            }
          />
        ))}
      </RadioGroup>
    </Field>
  );
}
