import {
  Button,
  Combobox,
  Field,
  Input,
  makeStyles,
  Option,
  Text,
} from "@fluentui/react-components";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getPresetFields, getPresets, type Preset } from "../../../api/registrations";
import { Notice, ProblemNotice } from "../../../components/Notice";
import { Panel } from "../../../components/Panel";
import { asProblem } from "../../../hooks/useSearch";
import { portalTexts } from "../../../texts/portal";
import type { FormState } from "./useForm";
import { fromFields, type Values } from "./values";

const { preset: words, app, oauth, more } = portalTexts.registrations;

const useStyles = makeStyles({
  field: { width: "min(480px, 100%)" },
  notes: { margin: 0, paddingLeft: "20px", display: "grid", rowGap: "4px" },
});

/** What is known of a provider, as the fields to begin with. */
export function Presets({ form }: { form: FormState<Values> }) {
  const styles = useStyles();
  const { data: presets = [], error } = useQuery({
    queryKey: ["presets"],
    queryFn: ({ signal }) => getPresets(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Preset>();
  const [variables, setVariables] = useState<Record<string, string>>({});
  // Fields of the preset that were typed by hand before it was chosen, otherwise.
  const [kept, setKept] = useState<string[]>([]);
  const fill = useMutation({
    mutationFn: (asked: { preset: Preset; variables: Record<string, string> }) =>
      getPresetFields(asked.preset.id, asked.variables),
    onSuccess: (fields) => setKept(form.fill(fromFields(fields))),
  });
  const overwrite = () => fill.data && setKept(form.fill(fromFields(fill.data), "typed"));
  const choose = (name: string | undefined) => {
    const preset = presets.find((one) => one.name === name);
    setText(name ?? "");
    setChosen(preset);
    setVariables({});
    setKept([]);
    fill.reset();
    if (preset && preset.variables.length === 0) fill.mutate({ preset, variables: {} });
  };
  const word = text.trim().toLowerCase();
  const found =
    chosen?.name === text
      ? presets
      : presets.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(word));
  const needed = chosen?.variables ?? [];
  const whole = needed.every((name) => variables[name]?.trim());
  return (
    <Panel title={words.title} hint={words.hint}>
      {error && <ProblemNotice problem={asProblem(error)} />}
      <Field className={styles.field} label={words.label}>
        <Combobox
          freeform
          placeholder={words.placeholder(presets.length)}
          value={text}
          onChange={({ target }) => setText(target.value)}
          onOptionSelect={(_event, { optionText }) => choose(optionText)}
        >
          {found.map(({ id, name }) => (
            <Option key={id} value={id}>
              {name}
            </Option>
          ))}
        </Combobox>
      </Field>
      {chosen &&
        needed.map((name) => (
          <Field key={name} className={styles.field} label={name} hint={words.variable} required>
            <Input
              value={variables[name] ?? ""}
              spellCheck={false}
              onChange={(_event, { value }) => setVariables({ ...variables, [name]: value })}
            />
          </Field>
        ))}
      {chosen && needed.length > 0 && (
        <div>
          <Button
            disabled={!whole}
            disabledFocusable={fill.isPending}
            onClick={() => fill.mutate({ preset: chosen, variables })}
          >
            {words.fill}
          </Button>
        </div>
      )}
      {fill.error && <ProblemNotice problem={asProblem(fill.error)} />}
      {fill.isSuccess && chosen && (
        <Notice intent="success">
          <Text block>{words.filled(chosen.name)}</Text>
          {chosen.notes.length > 0 && (
            <ul className={styles.notes}>
              {chosen.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {kept.length > 0 && chosen && (
        <Notice intent="warning" onAgain={overwrite} againLabel={words.overwrite(chosen.name)}>
          {words.kept(kept.map(labelOf).join(", "))}
        </Notice>
      )}
    </Panel>
  );
}

const LABELS: Record<string, string> = {
  restrictByOrg: app.org.label,
  restrictByApp: app.app.label,
  source: oauth.source.label,
  scopes: oauth.scope.label,
};

/** What the form calls a field. */
function labelOf(field: string): string {
  const words: unknown = Object.entries({ ...more, ...oauth, ...app }).find(
    ([name]) => name === field,
  )?.[1];
  const has = typeof words === "object" && words !== null && "label" in words;
  return LABELS[field] ?? (has ? String(words.label) : field);
}
