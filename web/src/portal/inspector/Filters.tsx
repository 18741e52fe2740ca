import { Input, Select, Switch } from "@fluentui/react-components";
import { FilterRegular } from "@fluentui/react-icons";
import type { TraceKind } from "../../api/traces";
import { texts } from "../../texts";
import { useStyles } from "./styles";

export interface Filter {
  kind: TraceKind | "";
  errorsOnly: boolean;
  text: string;
}

interface Props {
  filter: Filter;
  onChange: (filter: Filter) => void;
}

export function Filters({ filter, onChange }: Props) {
  const styles = useStyles();
  return (
    <search className={styles.filters}>
      <Input
        className={styles.text}
        type="search"
        contentBefore={<FilterRegular />}
        aria-label={texts.inspector.filter}
        placeholder={texts.inspector.filter}
        value={filter.text}
        onChange={(_event, data) => onChange({ ...filter, text: data.value })}
      />
      <Select
        aria-label={texts.inspector.kind}
        value={filter.kind}
        onChange={(_event, data) => onChange({ ...filter, kind: data.value as Filter["kind"] })}
      >
        <option value="">{texts.inspector.all}</option>
        {Object.entries(texts.trace.kind).map(([kind, label]) => (
          <option key={kind} value={kind}>
            {label}
          </option>
        ))}
      </Select>
      <Switch
        label={texts.inspector.errorsOnly}
        checked={filter.errorsOnly}
        onChange={(_event, data) => onChange({ ...filter, errorsOnly: data.checked })}
      />
    </search>
  );
}
