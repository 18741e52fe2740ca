import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { Fragment, type ReactNode, useState } from "react";
import { texts } from "../../texts";

const useStyles = makeStyles({
  root: {
    overflowX: "auto",
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: "20px",
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  lines: { display: "grid", minWidth: "max-content", padding: "6px 0" },
  line: { display: "grid", gridTemplateColumns: "56px 1fr", whiteSpace: "pre" },
  number: {
    paddingInlineEnd: "12px",
    textAlign: "end",
    color: tokens.colorNeutralForeground2,
    userSelect: "none",
  },
  code: { paddingInlineEnd: "16px" },
  marked: {
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: `inset 3px 0 0 ${tokens.colorPaletteRedBorderActive}`,
  },
  warned: { boxShadow: `inset 3px 0 0 ${tokens.colorPaletteMarigoldBorderActive}` },
  note: {
    position: "sticky",
    insetInlineStart: "0",
    boxSizing: "border-box",
    width: "100%",
    padding: "6px 16px 8px 56px",
    whiteSpace: "normal",
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  gap: { padding: "2px 0 2px 56px" },
});

export interface LineMark {
  line: number;
  severity: "error" | "warning";
  note: ReactNode;
}

interface Props {
  label: string;
  source: string;
  marks: LineMark[];
}

const AROUND = 3;

/** A source, read-only, with what was found under its lines. Lines far from a mark are folded. */
export function SourceView({ label, source, marks }: Props) {
  const styles = useStyles();
  const [whole, setWhole] = useState(false);
  const lines = source.split("\n");
  const near = (line: number) =>
    whole || marks.length === 0 || marks.some((mark) => Math.abs(mark.line - line) <= AROUND);
  let folded = false;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways scrolls by keyboard too
    <section className={styles.root} aria-label={label} tabIndex={0}>
      <div className={styles.lines}>
        {lines.map((text, index) => {
          const number = index + 1;
          if (!near(number)) {
            const first = !folded;
            folded = true;
            return first ? (
              <div key={number} className={styles.gap}>
                <Button size="small" appearance="transparent" onClick={() => setWhole(true)}>
                  {texts.source.all}
                </Button>
              </div>
            ) : null;
          }
          folded = false;
          const here = marks.filter(({ line }) => line === number);
          return (
            <Fragment key={number}>
              <div
                className={mergeClasses(
                  styles.line,
                  here.length > 0 && styles.marked,
                  here.length > 0 && here.every(isWarning) && styles.warned,
                )}
              >
                <span className={styles.number}>{number}</span>
                <code className={styles.code}>{text || " "}</code>
              </div>
              {here.map(({ note }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: notes of a line do not move
                <div key={at} className={styles.note}>
                  {note}
                </div>
              ))}
            </Fragment>
          );
        })}
      </div>
    </section>
  );
}

const isWarning = ({ severity }: LineMark) => severity === "warning";
