import { Button, Field, Input } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useParams, useSearchParams } from "react-router";
import type { Test } from "../../api/doctor";
import { getExtensions } from "../../api/extensions";
import { CopyValue } from "../../components/CopyValue";
import { Loading } from "../../components/Loading";
import { Notice, ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { registrationQuery } from "../queries";
import { PastTests } from "./PastTests";
import { TestFindings } from "./TestFindings";
import { TestSignIn } from "./TestSignIn";
import { TestSteps } from "./TestSteps";
import { useTest } from "./useTest";

const { doctor: words } = portalTexts;

/** *Test sign-in* of a registration; with `?app=…&command=…`, *Test* of a command. */
export function DoctorPage() {
  const { id = "" } = useParams();
  const [query, setQuery] = useSearchParams();
  const app = query.get("app");
  const command = query.get("command");
  const { data: registration, error: missing } = useQuery(registrationQuery(id));
  const onBegun = useCallback(
    // The address then names the test: it can be handed on, and come back to.
    (run: string) =>
      setQuery((asked) => ({ ...Object.fromEntries(asked), run }), { replace: true }),
    [setQuery],
  );
  const run = query.get("run") ?? undefined;
  const { test, opening, beginning, error, begin, goOn } = useTest({
    registration: id,
    run,
    onBegun,
  });
  const [values, setValues] = useState<Record<string, string>>({});
  const called = app && command ? { app, command, parameters: values } : undefined;
  const under = beginning || opening || (test !== undefined && test.status !== "done");
  const lead = registration && words.of(registration.name);
  return (
    <Page
      title={words.title}
      lead={command && lead ? `${lead} ${words.ofCommand(command)}` : lead}
      back={{ to: `/portal/registrations/${id}`, label: words.back }}
      actions={
        <Button appearance="primary" disabledFocusable={under} onClick={() => begin(called)}>
          {test ? words.again : words.begin}
        </Button>
      }
    >
      {missing && <ProblemNotice problem={asProblem(missing)} />}
      {error !== undefined && <ProblemNotice problem={asProblem(error)} onAgain={goOn} />}
      {!test && !beginning && !run && <Notice intent="info">{words.before}</Notice>}
      {app && command && !test && !run && (
        <Values app={app} command={command} values={values} onChange={setValues} />
      )}
      {beginning && <Loading>{words.beginning}</Loading>}
      {opening && <Loading>{words.opening}</Loading>}
      {test && <Course test={test} />}
      <PastTests registration={id} shown={test?.id} />
    </Page>
  );
}

function Course({ test }: { test: Test }) {
  return (
    <>
      {test.status === "done" && (
        <Notice intent={INTENTS[test.verdict]}>{words.verdicts[test.verdict]}</Notice>
      )}
      {test.status === "waiting" && <TestSignIn id={test.id} />}
      {test.findings.length > 0 && <TestFindings findings={test.findings} />}
      <TestSteps steps={test.steps} />
      <Panel title={words.redirectUrls} hint={words.redirectHint}>
        {test.redirectUrls.map(({ of, url, wanted }) => (
          <CopyValue key={of} label={of} value={url} hint={wanted} />
        ))}
      </Panel>
    </>
  );
}

const INTENTS = {
  open: "info",
  healthy: "success",
  warnings: "warning",
  errors: "error",
} as const;

interface ValuesProps {
  app: string;
  command: string;
  values: Record<string, string>;
  onChange: (values: Record<string, string>) => void;
}

/** What a user would give the command. */
function Values({ app, command, values, onChange }: ValuesProps) {
  const { data } = useQuery({
    queryKey: ["extensions"],
    queryFn: ({ signal }) => getExtensions(signal),
  });
  const commands = data?.find(({ appId }) => appId === app)?.commands;
  const parameters = commands?.find(({ id }) => id === command)?.parameters ?? [];
  if (parameters.length === 0) return null;
  return (
    <Panel title={words.parameters.title} hint={words.parameters.hint}>
      {parameters.map(({ name, title }) => (
        <Field key={name} label={title}>
          <Input
            value={values[name] ?? ""}
            onChange={(_, { value }) => onChange({ ...values, [name]: value })}
          />
        </Field>
      ))}
    </Panel>
  );
}
