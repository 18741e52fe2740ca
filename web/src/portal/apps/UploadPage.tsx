import { Spinner } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { installApp } from "../../api/apps";
import type { Problem } from "../../api/problem";
import { Notice, ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { asProblem } from "../../hooks/useSearch";
import { readPlace } from "../../lib/place";
import { readTexts } from "../../lib/zip";
import { portalTexts } from "../../texts/portal";
import { DropZone } from "./DropZone";
import { Findings } from "./Findings";
import { MapServers } from "./MapServers";

const { uploadPage: words, all } = portalTexts.apps;
const MOST_BYTES = 20 * 1024 * 1024;

/** Uploading a package: what is wrong with it stands beside its source. */
export function UploadPage() {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [maps, setMaps] = useState("");
  const [unfit, setUnfit] = useState<string>();
  const [sources, setSources] = useState<Map<string, string>>();
  const upload = useMutation({
    mutationFn: async (file: File) => {
      setSources(await readTexts(file));
      return installApp(
        file,
        maps
          .split("\n")
          .map((line) => line.trim())
          .filter(Boolean),
      );
    },
    onSuccess: ({ appId }) => {
      client.invalidateQueries({ queryKey: ["apps"] });
      client.invalidateQueries({ queryKey: ["extensions"] });
      navigate(`/portal/apps/${appId}`, { state: { installed: true } });
    },
  });
  const take = (file: File) => {
    upload.reset();
    if (file.size > MOST_BYTES) return setUnfit(words.tooLarge);
    if (!/\.zip$/i.test(file.name)) return setUnfit(words.notZip);
    setUnfit(undefined);
    upload.mutate(file);
  };
  const problem = upload.error ? asProblem(upload.error) : undefined;
  return (
    <Page title={words.title} lead={words.lead} back={{ to: "/portal/apps", label: all }}>
      <DropZone disabled={upload.isPending} onFile={take} />
      {upload.isPending && (
        <Spinner role="status" label={words.sending(upload.variables.name)} size="small" />
      )}
      {unfit && <Notice intent="warning">{unfit}</Notice>}
      {problem && <Refused problem={problem} sources={sources} />}
      <MapServers value={maps} onChange={setMaps} />
    </Page>
  );
}

function Refused({ problem, sources }: { problem: Problem; sources?: Map<string, string> }) {
  if (problem.fields.length === 0) return <ProblemNotice problem={problem} />;
  const findings = problem.fields.map(({ field, message }) => ({
    place: readPlace(field),
    severity: "error" as const,
    message,
  }));
  return (
    <>
      <Notice>
        {words.refused(findings.length)} {words.again}
      </Notice>
      <Findings findings={findings} sources={sources} />
    </>
  );
}
