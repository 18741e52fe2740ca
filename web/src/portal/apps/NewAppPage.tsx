import { Button, Field, Input, makeStyles, Spinner, Textarea } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { createApp, type Description, inspectDescription } from "../../api/descriptions";
import { Notice, ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { MapServers } from "./MapServers";
import { Operations } from "./Operations";

const { newApp: words, all } = portalTexts.apps;
const MOST_BYTES = 8 * 1024 * 1024;
/** Commands that an extension may have. */
const MOST_COMMANDS = 10;

const useStyles = makeStyles({
  row: { display: "flex", flexWrap: "wrap", alignItems: "end", gap: "12px" },
  field: { width: "min(360px, 100%)" },
});

/** *New app* from an OpenAPI description: pick operations, see the cards, create. */
export function NewAppPage() {
  const styles = useStyles();
  const navigate = useNavigate();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [description, setDescription] = useState<Description>({
    file: "openapi.yaml",
    text: "",
    server: "",
  });
  const [chosen, setChosen] = useState<string[]>([]);
  const [name, setName] = useState("");
  const [maps, setMaps] = useState("");
  const [unfit, setUnfit] = useState<string>();
  const reading = useMutation({
    mutationFn: inspectDescription,
    onSuccess: ({ operations }) =>
      setChosen(
        operations
          .filter(({ offer }) => offer)
          .slice(0, MOST_COMMANDS)
          .map(({ operationId }) => operationId),
      ),
  });
  const creating = useMutation({
    mutationFn: () => {
      const lines = maps.split("\n").map((line) => line.trim());
      return createApp(description, chosen, name, lines.filter(Boolean));
    },
    onSuccess: ({ app }) => {
      client.invalidateQueries({ queryKey: ["apps"] });
      client.invalidateQueries({ queryKey: ["extensions"] });
      navigate(`/portal/apps/${app.appId}`, { state: { installed: true } });
    },
  });
  const change = (part: Partial<Description>) => {
    setDescription({ ...description, ...part });
    reading.reset();
    creating.reset();
  };
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    // The same file, mended, can be chosen again.
    target.value = "";
    if (!file) return;
    if (file.size > MOST_BYTES) return setUnfit(words.tooLarge);
    setUnfit(undefined);
    const next = { ...description, file: file.name, text: await file.text() };
    setDescription(next);
    reading.mutate(next);
  };
  const report = reading.data;
  return (
    <Page title={words.title} lead={words.lead} back={{ to: "/portal/apps", label: all }}>
      <Panel title={words.description}>
        <div className={styles.row}>
          <Button onClick={() => input.current?.click()}>{words.choose}</Button>
          <input
            ref={input}
            type="file"
            accept=".json,.yaml,.yml"
            aria-label={words.file}
            hidden
            onChange={choose}
          />
        </div>
        {unfit && <Notice intent="warning">{unfit}</Notice>}
        <Field label={words.paste}>
          <Textarea
            rows={10}
            spellCheck={false}
            value={description.text}
            onChange={(_event, { value }) => change({ text: value, file: nameOf(value) })}
          />
        </Field>
        <Field className={styles.field} label={words.server} hint={words.serverHint}>
          <Input
            type="url"
            placeholder="https://api.example.com"
            value={description.server}
            onChange={(_event, { value }) => change({ server: value })}
          />
        </Field>
        <div>
          <Button
            appearance={report ? "secondary" : "primary"}
            disabled={description.text.trim() === ""}
            disabledFocusable={reading.isPending}
            onClick={() => reading.mutate(description)}
          >
            {words.read}
          </Button>
        </div>
        {reading.isPending && <Spinner role="status" size="small" label={words.reading} />}
        {reading.error && <ProblemNotice problem={asProblem(reading.error)} />}
      </Panel>
      {report && (
        <>
          <Operations report={report} chosen={chosen} most={MOST_COMMANDS} onChange={setChosen} />
          <MapServers value={maps} onChange={setMaps} />
          <Panel title={words.app}>
            <Field className={styles.field} label={words.name} hint={words.nameHint}>
              <Input maxLength={30} value={name} onChange={(_event, { value }) => setName(value)} />
            </Field>
            {creating.error && <ProblemNotice problem={asProblem(creating.error)} />}
            <div>
              <Button
                appearance="primary"
                disabled={chosen.length === 0}
                disabledFocusable={creating.isPending}
                onClick={() => creating.mutate()}
              >
                {creating.isPending ? words.creating : words.create(chosen.length)}
              </Button>
            </div>
          </Panel>
        </>
      )}
    </Page>
  );
}

/** Pasted text is JSON where it begins like an object. */
const nameOf = (text: string) =>
  text.trimStart().startsWith("{") ? "openapi.json" : "openapi.yaml";
