import { Button, Field, makeStyles, Radio, RadioGroup, Text } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import {
  type InstalledApp,
  type NewAuthentication,
  previewAuthentication,
  saveAuthentication,
} from "../../api/apps";
import { DifferenceView } from "../../components/DifferenceView";
import { Notice, ProblemNotice } from "../../components/Notice";
import { RouterLink } from "../../components/RouterLink";
import { asProblem } from "../../hooks/useSearch";
import { useSettled } from "../../hooks/useSettled";
import { portalTexts } from "../../texts/portal";
import { keepApp } from "../queries";
import { Changes } from "./Changes";
import { idBehind, RegistrationPicker } from "./RegistrationPicker";
import { useChoices } from "./useChoices";

const { extension, auth: kinds } = portalTexts.apps;
const words = extension.auth;
const KINDS = ["none", "apiKey", "entraSso", "oAuth"] as const;
const LISTS = {
  none: undefined,
  entraSso: undefined,
  apiKey: "apiKeys",
  oAuth: "registrations",
} as const;

const useStyles = makeStyles({
  root: { display: "grid", rowGap: "16px", justifyItems: "start" },
  difference: { display: "grid", rowGap: "8px", width: "100%" },
});

interface Props {
  app: InstalledApp;
  /** Whether what is saved serves at once. */
  approves: boolean;
  /** Told what was saved, and nothing once something else is asked for. */
  onSaved: (words?: string) => void;
}

/** Says in the manifest how people sign in. What changes is shown before it is saved. */
export function AuthenticationForm({ app, approves, onSaved }: Props) {
  const styles = useStyles();
  const client = useQueryClient();
  const [type, setType] = useState(app.authType);
  const [typed, setTyped] = useState<string>();
  const carried = type === app.authType ? (app.configurationId ?? "") : "";
  const choices = useChoices({ kind: LISTS[type], typed: typed ?? "", id: carried });
  const nameOf = (id: string) => choices.find((one) => one.id === id)?.name ?? id;
  const shown = typed ?? nameOf(carried);
  const needsId = type === "apiKey" || type === "oAuth";
  const registrationId = needsId ? idBehind(shown, choices) : undefined;
  const wanted: NewAuthentication = { type, registrationId };
  const changes = type !== app.authType || (needsId && registrationId !== carried);
  const whole = !needsId || registrationId !== "";
  const settled = useSettled(JSON.stringify(wanted), 250);
  const preview = useQuery({
    queryKey: ["apps", app.appId, "authentication", app.version, settled],
    queryFn: ({ signal }) => previewAuthentication(app.appId, JSON.parse(settled), signal),
    enabled: changes && whole,
    retry: false,
  });
  const current = settled === JSON.stringify(wanted) ? preview.data : undefined;
  const save = useMutation({
    mutationFn: (over: string) => saveAuthentication(app.appId, over, wanted),
    onSuccess: (changed) => {
      keepApp(client, changed);
      onSaved(changed.waiting ? words.savedWaits : words.savedManifest);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changes && current) save.mutate(current.over);
  };
  return (
    <form className={styles.root} onSubmit={submit}>
      <Field label={words.kind}>
        <RadioGroup
          value={type}
          onChange={(_event, { value }) => {
            setType(value as InstalledApp["authType"]);
            setTyped(undefined);
            save.reset();
            onSaved();
          }}
        >
          {KINDS.map((kind) => (
            <Radio key={kind} value={kind} label={kinds[kind]} />
          ))}
        </RadioGroup>
      </Field>
      {type === "entraSso" && <Notice intent="info">{words.entraSso}</Notice>}
      {needsId && (
        <RegistrationPicker
          label={type === "oAuth" ? words.oAuthId : words.apiKeyId}
          hint={words.pickHint}
          placeholder={words.pickPlaceholder}
          choices={choices}
          value={shown}
          onChange={(value) => {
            setTyped(value);
            save.reset();
            onSaved();
          }}
        />
      )}
      {type === "oAuth" && choices.length === 0 && !shown && (
        <RouterLink to="/portal/registrations/new">{words.create}</RouterLink>
      )}
      {changes && preview.error && <ProblemNotice problem={asProblem(preview.error)} />}
      {changes && current && (
        <div className={styles.difference}>
          <Text weight="semibold">{words.difference}</Text>
          <DifferenceView
            label={words.differenceOf(current.difference.file)}
            difference={current.difference}
          />
          {current.changes.length > 0 && !approves && (
            <>
              <Changes changes={current.changes} />
              <Notice intent="info">{words.willWait}</Notice>
            </>
          )}
          <Text>{words.judged(current.findings.errors, current.findings.warnings)}</Text>
        </div>
      )}
      {save.error && <ProblemNotice problem={asProblem(save.error)} />}
      <Button
        type="submit"
        appearance="primary"
        disabled={!changes || !current}
        disabledFocusable={save.isPending}
      >
        {save.isPending ? words.saving : words.save}
      </Button>
    </form>
  );
}
