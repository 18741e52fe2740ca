import {
  Button,
  Link,
  makeStyles,
  Spinner,
  Subtitle2,
  Text,
  tokens,
} from "@fluentui/react-components";
import { ArrowRepeatAllRegular, DismissRegular } from "@fluentui/react-icons";
import { useHref, useLinkClickHandler } from "react-router";
import { texts } from "../../texts";
import { TraceCode } from "../TraceCode";
import { formatMicros, TraceSteps, useTrace } from "../TraceView";

const useStyles = makeStyles({
  root: {
    width: "340px",
    flexShrink: 0,
    display: "flex",
    flexDirection: "column",
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  head: {
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    padding: "12px 12px 8px 16px",
  },
  body: { flexGrow: 1, overflowY: "auto", padding: "0 16px 16px" },
  subject: { display: "block", color: tokens.colorNeutralForeground2, paddingBottom: "4px" },
  foot: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    columnGap: "8px",
    padding: "8px 16px",
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

interface Props {
  code?: string;
  onReplay?: () => void;
  onClose: () => void;
}

/** The steps of the last invoke, beside the conversation. */
export function TraceDrawer({ code, onReplay, onClose }: Props) {
  const styles = useStyles();
  return (
    <aside className={styles.root} aria-label={texts.trace.title}>
      <div className={styles.head}>
        <Subtitle2 as="h2">{texts.trace.title}</Subtitle2>
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={texts.trace.close}
          onClick={onClose}
        />
      </div>
      <div className={styles.body}>
        {code ? <Steps code={code} /> : <Text>{texts.trace.none}</Text>}
      </div>
      {code && (
        <div className={styles.foot}>
          <TraceCode code={code} />
          {onReplay && (
            <Button
              size="small"
              appearance="subtle"
              icon={<ArrowRepeatAllRegular />}
              onClick={onReplay}
            >
              {texts.trace.replay}
            </Button>
          )}
          <Permalink code={code} />
        </div>
      )}
    </aside>
  );
}

function Steps({ code }: { code: string }) {
  const styles = useStyles();
  const { data, isPending } = useTrace(code);
  if (data) {
    return (
      <>
        <Text size={200} className={styles.subject}>
          {data.subject} · {formatMicros(data.micros)} {texts.trace.total}
        </Text>
        <TraceSteps trace={data} />
      </>
    );
  }
  return isPending ? (
    <Spinner size="tiny" label={texts.trace.pending} />
  ) : (
    <Text>{texts.trace.gone}</Text>
  );
}

function Permalink({ code }: { code: string }) {
  const to = `/portal/inspector/${code}`;
  return (
    <Link href={useHref(to)} onClick={useLinkClickHandler(to) as never}>
      {texts.trace.open}
    </Link>
  );
}
