import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { CheckmarkRegular, CopyRegular } from "@fluentui/react-icons";
import { useState } from "react";
import { texts } from "../../texts";

const useStyles = makeStyles({
  root: { display: "inline-flex", alignItems: "center", columnGap: "2px" },
  code: { fontFamily: tokens.fontFamilyMonospace, letterSpacing: "0.02em", whiteSpace: "nowrap" },
});

/** The short code that a person quotes, with a button that copies it. */
export function TraceCode({ code }: { code: string }) {
  const styles = useStyles();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
  };
  const label = copied ? texts.trace.copied : texts.trace.copy;
  return (
    <span className={styles.root}>
      <code className={styles.code}>{code}</code>
      <Button
        appearance="transparent"
        size="small"
        icon={copied ? <CheckmarkRegular /> : <CopyRegular />}
        aria-label={label}
        title={label}
        onClick={copy}
      />
    </span>
  );
}
