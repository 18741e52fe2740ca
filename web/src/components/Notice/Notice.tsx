import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import type { ReactNode } from "react";
import { texts } from "../../texts";
import { TraceCode } from "../TraceCode";

const useStyles = makeStyles({
  // The text begins lower than Fluent's icon expects.
  root: { "& .fui-MessageBar__icon": { marginTop: "8px" } },
  body: { whiteSpace: "normal", paddingBlock: "6px", overflowWrap: "anywhere" },
  trace: {
    display: "block",
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
  developer: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

export interface NoticeProps {
  intent?: "info" | "success" | "warning" | "error";
  children: ReactNode;
  /** What the developer should know; folded away. */
  developer?: ReactNode;
  trace?: string;
  onDetails?: (code: string) => void;
  onAgain?: () => void;
  againLabel?: string;
}

/** What happened, the code to quote, and what can be done next. */
export function Notice({ intent = "error", children, ...rest }: NoticeProps) {
  const styles = useStyles();
  const { developer, trace, onDetails, onAgain, againLabel = texts.errors.again } = rest;
  return (
    <MessageBar
      className={styles.root}
      intent={intent}
      layout="multiline"
      role={intent === "error" ? "alert" : "status"}
    >
      <MessageBarBody className={styles.body}>
        {children}
        {trace && (
          <span className={styles.trace}>
            {texts.errors.code} <TraceCode code={trace} />
          </span>
        )}
        {developer && (
          <details className={styles.developer}>
            <summary>{texts.errors.developer}</summary>
            {developer}
          </details>
        )}
      </MessageBarBody>
      {(onAgain || (trace && onDetails)) && (
        <MessageBarActions>
          {onAgain && <Button onClick={onAgain}>{againLabel}</Button>}
          {trace && onDetails && (
            <Button appearance="transparent" onClick={() => onDetails(trace)}>
              {texts.errors.details}
            </Button>
          )}
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
