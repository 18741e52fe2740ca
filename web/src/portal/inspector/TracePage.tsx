import { Badge, Button, Text } from "@fluentui/react-components";
import { ArrowDownloadRegular, ArrowRepeatAllRegular } from "@fluentui/react-icons";
import { useNavigate, useParams } from "react-router";
import type { Problem } from "../../api/problem";
import type { Trace } from "../../api/traces";
import { Loading } from "../../components/Loading";
import { Notice, ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { Time } from "../../components/Time";
import { TraceCode } from "../../components/TraceCode";
import { formatMicros, TraceSteps, useTrace } from "../../components/TraceView";
import { recallQuery } from "../../hooks/replay";
import { asProblem } from "../../hooks/useSearch";
import { download } from "../../lib/download";
import { toHar } from "../../lib/har";
import { texts } from "../../texts";
import { useStyles } from "./styles";

/** One trace, step by step, at an address of its own. */
export function TracePage() {
  const { code } = useParams();
  const { data, error, isPending, refetch } = useTrace(code);
  const title = data ? data.subject || texts.trace.kind[data.kind] : (code ?? "");
  return (
    <Page
      title={title}
      back={{ to: "/portal/inspector", label: texts.inspector.back }}
      actions={data && <Actions trace={data} />}
    >
      {isPending && <Loading>{texts.trace.pending}</Loading>}
      {error && <Failure problem={asProblem(error)} onAgain={() => refetch()} />}
      {data && <Content trace={data} />}
    </Page>
  );
}

function Actions({ trace }: { trace: Trace }) {
  const navigate = useNavigate();
  const replay = recallQuery(trace.code);
  return (
    <>
      {replay && (
        <Button
          icon={<ArrowRepeatAllRegular />}
          onClick={() => navigate("/", { state: { replay } })}
        >
          {texts.trace.replay}
        </Button>
      )}
      <Button
        icon={<ArrowDownloadRegular />}
        title={texts.trace.harHint}
        onClick={() => download(`${trace.code}.har`, toHar(trace, __VERSION__))}
      >
        {texts.trace.har}
      </Button>
    </>
  );
}

function Failure({ problem, onAgain }: { problem: Problem; onAgain: () => void }) {
  if (problem.status === 404) return <Notice intent="warning">{texts.trace.gone}</Notice>;
  return <ProblemNotice problem={problem} onAgain={onAgain} />;
}

function Content({ trace }: { trace: Trace }) {
  const styles = useStyles();
  return (
    <>
      <div className={styles.facts}>
        <TraceCode code={trace.code} />
        <Badge appearance="tint" color={trace.error ? "danger" : "success"}>
          {trace.error ?? texts.inspector.fine}
        </Badge>
        <Text>{texts.trace.kind[trace.kind]}</Text>
        <Text>
          <Time at={trace.startedAt} />
        </Text>
        <Text>
          {formatMicros(trace.micros)} {texts.trace.total}
        </Text>
      </div>
      <Panel flush className={styles.trace}>
        <TraceSteps trace={trace} bars />
      </Panel>
    </>
  );
}
