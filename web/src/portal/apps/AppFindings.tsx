import { Switch } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getFindings, type InstalledApp, type Findings as Report } from "../../api/apps";
import { Loading } from "../../components/Loading";
import { Notice, ProblemNotice } from "../../components/Notice";
import { Panel } from "../../components/Panel";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { type Finding, Findings } from "./Findings";

const { findings: words } = portalTexts.apps;

/** All that the validator says of the version that serves, beside the source. */
export function AppFindings({ app }: { app: InstalledApp }) {
  const [store, setStore] = useState(false);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["apps", app.appId, "findings", app.version, app.registrationId, store],
    queryFn: ({ signal }) => getFindings(app.appId, store, signal),
  });
  return (
    <>
      <Panel title={words.title} hint={data && words.summary(data.errors, data.warnings)}>
        <Switch
          label={words.store}
          checked={store}
          onChange={(_event, { checked }) => setStore(checked)}
        />
        {isPending && <Loading>{words.loading}</Loading>}
        {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
        {data?.findings.length === 0 && <Notice intent="success">{words.none}</Notice>}
      </Panel>
      {data && <Findings findings={readFindings(data)} sources={readSources(data)} />}
    </>
  );
}

function readFindings({ findings }: Report): Finding[] {
  return findings.map(({ file, line, column, pointer, severity, code, message, fix }) => ({
    place: {
      file,
      line: line ?? undefined,
      column: column ?? undefined,
      pointer: pointer || undefined,
    },
    severity,
    message: `${message} ${fix} (${code})`,
  }));
}

function readSources({ sources }: Report): Map<string, string> {
  return new Map(sources.map(({ file, text }) => [file, text]));
}
