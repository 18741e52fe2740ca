import { Field, Textarea } from "@fluentui/react-components";
import { Panel } from "../../components/Panel";
import { portalTexts } from "../../texts/portal";

const { maps: words } = portalTexts.apps.uploadPage;

interface Props {
  value: string;
  onChange: (value: string) => void;
}

/** Where the servers of a package are while its API runs on a laptop. */
export function MapServers({ value, onChange }: Props) {
  return (
    <Panel title={words.title}>
      <Field label={words.label} hint={words.hint}>
        <Textarea
          rows={2}
          spellCheck={false}
          placeholder={words.placeholder}
          value={value}
          onChange={(_event, data) => onChange(data.value)}
        />
      </Field>
    </Panel>
  );
}
