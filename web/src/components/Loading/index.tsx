import { makeStyles, mergeClasses, Spinner } from "@fluentui/react-components";
import { useAfter } from "../../hooks/useAfter";

const useStyles = makeStyles({
  root: { display: "flex", justifyContent: "center", minHeight: "64px", padding: "24px" },
  page: { minHeight: "100dvh", alignItems: "center", padding: 0 },
});

interface Props {
  /** For what one waits. */
  children: string;
  /** Whether nothing else stands on the page. */
  page?: boolean;
}

/** Nothing for 300 ms, since most answers come sooner; then a spinner with words. */
export function Loading({ children, page = false }: Props) {
  const styles = useStyles();
  const late = useAfter(300);
  return (
    <div className={mergeClasses(styles.root, page && styles.page)} aria-live="polite">
      {late && <Spinner label={children} size="small" />}
    </div>
  );
}
