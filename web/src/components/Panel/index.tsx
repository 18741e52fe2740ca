import {
  makeStyles,
  mergeClasses,
  Subtitle2,
  Text,
  tokens,
  useId,
} from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  root: {
    minWidth: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
  },
  head: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: "8px 16px",
    padding: "16px 20px 0",
  },
  words: { display: "grid", rowGap: "2px", minWidth: 0 },
  hint: { color: tokens.colorNeutralForeground2 },
  body: { padding: "16px 20px 20px", display: "grid", rowGap: "16px", minWidth: 0 },
  flush: { padding: 0, overflowX: "auto" },
});

interface Props {
  title?: string;
  hint?: ReactNode;
  actions?: ReactNode;
  /** Without padding, for tables. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A part of a page with a frame around it. */
export function Panel({ title, hint, actions, flush = false, className, children }: Props) {
  const styles = useStyles();
  const id = useId("panel");
  return (
    <section
      className={mergeClasses(styles.root, className)}
      aria-labelledby={title ? id : undefined}
    >
      {title && (
        <div className={styles.head}>
          <div className={styles.words}>
            <Subtitle2 as="h2" id={id}>
              {title}
            </Subtitle2>
            {hint && (
              <Text size={200} className={styles.hint}>
                {hint}
              </Text>
            )}
          </div>
          {actions}
        </div>
      )}
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}
