import { Combobox, Field, makeStyles, Option, Select, Text } from "@fluentui/react-components";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { findApps } from "../../api/apps";
import type { GrantsAsked } from "../../api/grants";
import type { Asked } from "../../api/list";
import { findPersons } from "../../api/persons";
import { findRegistrations } from "../../api/registrations";
import { useSettled } from "../../hooks/useSettled";
import { portalTexts } from "../../texts/portal";

const { whose: words } = portalTexts.grants;

const useStyles = makeStyles({
  row: { display: "flex", flexWrap: "wrap", alignItems: "flex-start", gap: "12px 16px" },
  value: { width: "min(320px, 100%)" },
  option: { display: "grid" },
});

/** More than this nobody reads in a list that opens; the search narrows it down. */
const MOST_CHOICES = 50;
/** Nobody types the next letter so late; each search is a request. */
const PATIENCE_MS = 250;

type By = keyof typeof words.by;

export interface Chosen {
  by: By;
  /** What was chosen of the person, app or registration that `by` asks for. */
  which?: GrantsAsked;
}

export const OWN: Chosen = { by: "own" };

/** What the server is asked; nothing while the choice is not made. */
export function asked({ by, which }: Chosen): GrantsAsked | undefined {
  if (by === "own") return {};
  if (by === "all") return { all: true };
  return which && { all: true, ...which };
}

interface Props {
  whose: Chosen;
  onChange: (whose: Chosen) => void;
}

/** One's own, everybody's, or those of one person, app or registration. */
export function Whose({ whose, onChange }: Props) {
  const styles = useStyles();
  return (
    <search className={styles.row}>
      <Field label={words.label}>
        <Select value={whose.by} onChange={(_event, { value }) => onChange({ by: value as By })}>
          {Object.entries(words.by).map(([by, label]) => (
            <option key={by} value={by}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {whose.by !== "own" && whose.by !== "all" && (
        <Which
          key={whose.by}
          by={whose.by}
          onChoose={(which) => onChange({ by: whose.by, which })}
        />
      )}
    </search>
  );
}

type Sought = Exclude<By, "own" | "all">;

function Which({ by, onChoose }: { by: Sought; onChoose: (which?: GrantsAsked) => void }) {
  const styles = useStyles();
  const [text, setText] = useState("");
  const choices = useChoices(by, text);
  return (
    <Field label={words.which[by]} className={styles.value}>
      <Combobox
        freeform
        placeholder={words.placeholder}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          onChoose(undefined);
        }}
        onOptionSelect={(_event, { optionValue, optionText }) => {
          setText(optionText ?? "");
          onChoose(choices.find(({ id }) => id === optionValue)?.which);
        }}
      >
        {choices.length === 0 && (
          <Option disabled text="">
            {words.noMatch}
          </Option>
        )}
        {choices.map(({ id, name, detail }) => (
          <Option key={id} value={id} text={name}>
            <span className={styles.option}>
              <Text>{name}</Text>
              <Text size={200}>{detail}</Text>
            </span>
          </Option>
        ))}
      </Combobox>
    </Field>
  );
}

interface Choice {
  id: string;
  name: string;
  detail: string;
  which: GrantsAsked;
}

/** What fits the letters that were typed, by the server's word. */
function useChoices(by: Sought, text: string): Choice[] {
  const search = useSettled(text.trim(), PATIENCE_MS);
  const { data } = useQuery({
    queryKey: ["grants", "choices", by, search],
    queryFn: ({ signal }) => FIND[by]({ search: search || undefined, limit: MOST_CHOICES }, signal),
    placeholderData: keepPreviousData,
  });
  return data ?? [];
}

const FIND: Record<Sought, (asked: Asked, signal: AbortSignal) => Promise<Choice[]>> = {
  person: async (asked, signal) =>
    (await findPersons(asked, signal)).rows.map(({ name, displayName, issuer, provider }) => ({
      id: `${issuer} ${name}`,
      name: displayName,
      detail: provider ? `${name} · ${provider}` : name,
      which: { issuer, subject: name },
    })),
  app: async (asked, signal) =>
    (await findApps(asked, signal)).rows.map(({ appId, name, manifestId }) => ({
      id: appId,
      name,
      detail: manifestId,
      which: { app: appId },
    })),
  registration: async (asked, signal) =>
    (await findRegistrations(asked, signal)).rows.map(({ id, name }) => ({
      id,
      name,
      detail: id,
      which: { registration: id },
    })),
};
