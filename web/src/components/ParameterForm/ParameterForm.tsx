import { Button, makeStyles } from "@fluentui/react-components";
import { SearchRegular } from "@fluentui/react-icons";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Parameter } from "../../api/extensions";
import { texts } from "../../texts";
import { ParameterField } from "./ParameterField";

const useStyles = makeStyles({
  root: { display: "flex", flexWrap: "wrap", alignItems: "flex-end", gap: "12px" },
  fields: { flexGrow: 1, minWidth: "180px", display: "grid", rowGap: "8px" },
});

export type Values = Record<string, string>;

interface Props {
  parameters: Parameter[];
  initial: Values;
  onSearch: (values: Values) => void;
}

export function ParameterForm({ parameters, initial, onSearch }: Props) {
  const styles = useStyles();
  const [values, setValues] = useState<Values>(() => ({ ...defaults(parameters), ...initial }));
  const [tried, setTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    first.current?.focus();
  }, []);

  const isMissing = ({ name, required, inputType }: Parameter) =>
    required && inputType !== "toggle" && !values[name]?.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!parameters.some(isMissing)) onSearch(values);
  };
  return (
    <form className={styles.root} onSubmit={submit} noValidate>
      <div className={styles.fields}>
        {parameters.map((parameter, index) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            value={values[parameter.name] ?? ""}
            missing={tried && isMissing(parameter)}
            inputRef={index === 0 ? first : undefined}
            onChange={(value) => setValues((now) => ({ ...now, [parameter.name]: value }))}
          />
        ))}
      </div>
      <Button type="submit" appearance="primary" icon={<SearchRegular />}>
        {texts.search.run}
      </Button>
    </form>
  );
}

function defaults(parameters: Parameter[]): Values {
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value ?? ""]));
}
