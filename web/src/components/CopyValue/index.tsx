import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { CheckmarkRegular, CopyRegular } from "@fluentui/react-icons";
import { useEffect, useState } from "react";
import { texts } from "../../texts";

const useStyles = makeStyles({
  root: { display: "grid", rowGap: "4px", minWidth: 0 },
  label: { fontWeight: tokens.fontWeightSemibold },
  box: {
    display: "flex",
    alignItems: "center",
    columnGap: "8px",
    minWidth: 0,
    padding: "3px 4px 3px 12px",
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  value: {
    flexGrow: 1,
    minWidth: 0,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: "anywhere",
    userSelect: "all",
  },
  button: { flexShrink: 0 },
  hint: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

interface Props {
  label: string;
  value: string;
  hint?: string;
  className?: string;
}

/** A value to be taken elsewhere, whole, with a button that copies it. */
export function CopyValue({ label, value, hint, className }: Props) {
  const styles = useStyles();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <div className={mergeClasses(styles.root, className)}>
      <span className={styles.label}>{label}</span>
      <div className={styles.box}>
        <code className={styles.value}>{value}</code>
        <Button
          className={styles.button}
          appearance="subtle"
          size="small"
          icon={copied ? <CheckmarkRegular /> : <CopyRegular />}
          aria-label={copied ? texts.copy.doneWith(label) : texts.copy.button(label)}
          onClick={copy}
        >
          {copied ? texts.copy.done : texts.copy.short}
        </Button>
      </div>
      {hint && <span className={styles.hint}>{hint}</span>}
      <span role="status" aria-live="polite" hidden>
        {copied ? texts.copy.done : ""}
      </span>
    </div>
  );
}
