import { Button, Combobox, Field, makeStyles, Option, Text } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { bindApp, type InstalledApp } from "../../api/apps";
import { Notice, ProblemNotice } from "../../components/Notice";
import { RouterLink } from "../../components/RouterLink";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { keepApp } from "../queries";
import { type Choice, useChoices } from "./useChoices";

const { auth: words } = portalTexts.apps.extension;

const useStyles = makeStyles({
  root: { display: "grid", rowGap: "12px", justifyItems: "start" },
  field: { width: "min(480px, 100%)" },
  option: { display: "grid" },
});

interface Props {
  app: InstalledApp;
  /** The ID in the package. */
  foreignId: string;
}

/** Lets one of our registrations stand for the ID that a package made for the vendor carries. */
export function Binding({ app, foreignId }: Props) {
  const styles = useStyles();
  const client = useQueryClient();
  const [typed, setTyped] = useState<string>();
  const registrations = useChoices({
    kind: "registrations",
    typed: typed ?? "",
    id: app.registrationId,
  });
  const nameOf = (id: string) => registrations.find((one) => one.id === id)?.name ?? id;
  const shown = typed ?? (app.registrationId ? nameOf(app.registrationId) : "");
  const chosen = idOf(shown, registrations);
  const save = useMutation({
    mutationFn: (id: string) => bindApp(app, foreignId, id),
    onSuccess: (changed) => keepApp(client, changed),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen) save.mutate(chosen);
  };
  const wrong = shown !== "" && !chosen;
  const changes = chosen && chosen !== app.registrationId;
  return (
    <form className={styles.root} onSubmit={submit}>
      <Field
        className={styles.field}
        label={words.pick}
        hint={words.pickHint}
        validationMessage={wrong && typed !== undefined ? words.unknown : undefined}
      >
        <Combobox
          freeform
          placeholder={words.pickPlaceholder}
          value={shown}
          onChange={({ target }) => setTyped(target.value)}
          onOptionSelect={(_event, { optionText }) => optionText && setTyped(optionText)}
        >
          {registrations.map(({ id, name }) => (
            <Option key={id} value={id} text={name}>
              <span className={styles.option}>
                <Text>{name}</Text>
                <Text size={200}>{id}</Text>
              </span>
            </Option>
          ))}
        </Combobox>
      </Field>
      {registrations.length === 0 && !shown && (
        <RouterLink to="/portal/registrations/new">{words.create}</RouterLink>
      )}
      {changes && (
        <Text>
          {words.difference}: {app.registrationId ? nameOf(app.registrationId) : words.nothingBound}{" "}
          → {nameOf(chosen)}
        </Text>
      )}
      {save.error && <ProblemNotice problem={asProblem(save.error)} />}
      {save.isSuccess && !changes && (
        <Notice intent="success">{words.saved(nameOf(save.variables))}</Notice>
      )}
      <Button
        type="submit"
        appearance="primary"
        disabled={!changes}
        disabledFocusable={save.isPending}
      >
        {save.isPending ? words.saving : words.bind}
      </Button>
    </form>
  );
}

/** The ID behind what stands in the field: a registration's name, or an ID itself. */
function idOf(text: string, registrations: Choice[]): string | undefined {
  const word = text.trim();
  const named = registrations.find(({ id, name }) => name === word || id === word);
  return named?.id ?? (/^reg_[a-z0-9]+$/.test(word) ? word : undefined);
}
