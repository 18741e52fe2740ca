import { Button, Link, Spinner, Text } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Problem } from "../../api/problem";
import { enter, previewEntry, type Session } from "../../api/session";
import { asProblem } from "../../hooks/useSearch";
import { texts } from "../../texts";
import { Notice, ProblemNotice } from "../Notice";
import { Frame } from "./Frame";

interface Props {
  code: string;
  onEntered: (session: Session) => void;
}

/** Entering by link: it says as whom, and nothing happens before the click. */
export function Enter({ code, onEntered }: Props) {
  const [problem, setProblem] = useState<Problem>();
  const preview = useQuery({
    queryKey: ["preview", code],
    queryFn: () => previewEntry(code),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const submit = async () => {
    try {
      onEntered(await enter(code));
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const shown = problem ?? (preview.error ? asProblem(preview.error) : undefined);
  return (
    <Frame title={texts.enter.title}>
      {preview.isPending && <Spinner label={texts.enter.asking} />}
      {shown?.status === 409 && <Notice intent="warning">{texts.enter.occupied}</Notice>}
      {shown && shown.status !== 409 && (
        <ProblemNotice problem={shown} onAgain={() => preview.refetch()} />
      )}
      {shown && <Link href="/">{texts.enter.back}</Link>}
      {preview.data && !shown && (
        <>
          <Text>{texts.enter.hint}</Text>
          <Button appearance="primary" size="large" onClick={submit}>
            {texts.enter.as(preview.data.displayName)}
          </Button>
        </>
      )}
    </Frame>
  );
}
