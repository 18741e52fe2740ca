import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { Difference } from "../../api/apps";

const useStyles = makeStyles({
  root: {
    overflowX: "auto",
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: "20px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  lines: { minWidth: "max-content", padding: "6px 0", margin: 0 },
  line: { display: "grid", gridTemplateColumns: "48px 20px 1fr", whiteSpace: "pre" },
  number: {
    textAlign: "end",
    paddingInlineEnd: "8px",
    color: tokens.colorNeutralForeground2,
    userSelect: "none",
  },
  text: { paddingInlineEnd: "16px", textDecorationLine: "none" },
  removed: {
    backgroundColor: tokens.colorPaletteRedBackground1,
    color: tokens.colorPaletteRedForeground1,
  },
  added: {
    backgroundColor: tokens.colorPaletteGreenBackground1,
    color: tokens.colorPaletteGreenForeground1,
  },
});

const SIGNS = { same: " ", removed: "−", added: "+" } as const;
const TAGS = { same: "span", removed: "del", added: "ins" } as const;

/** The lines of a file that change, with those around them. */
export function DifferenceView({ label, difference }: { label: string; difference: Difference }) {
  const styles = useStyles();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so it takes the keyboard
    <section className={styles.root} aria-label={label} tabIndex={0}>
      <div className={styles.lines}>
        {difference.hunks.flatMap(({ lines }) =>
          lines.map(({ kind, before, after, text }) => {
            const Tag = TAGS[kind];
            return (
              <div
                key={`${before ?? ""}:${after ?? ""}`}
                className={mergeClasses(styles.line, kind !== "same" && styles[kind])}
              >
                <span className={styles.number} aria-hidden>
                  {after ?? before}
                </span>
                <span aria-hidden>{SIGNS[kind]}</span>
                <Tag className={styles.text}>{text}</Tag>
              </div>
            );
          }),
        )}
      </div>
    </section>
  );
}
