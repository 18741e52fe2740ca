import { Button, makeStyles, Skeleton, SkeletonItem, Text } from "@fluentui/react-components";
import { useAfter } from "../../hooks/useAfter";
import { texts } from "../../texts";

const useStyles = makeStyles({
  root: { display: "grid", rowGap: "12px", minHeight: "48px" },
  row: {
    display: "grid",
    gridTemplateColumns: "48px 1fr",
    columnGap: "12px",
    alignItems: "center",
  },
  lines: { display: "grid", rowGap: "8px" },
  footer: { display: "flex", alignItems: "center", justifyContent: "space-between" },
});

/** Nothing for 300 ms, then the shape of what comes, and after 3 s words for whom we wait. */
export function Waiting({ name, onCancel }: { name: string; onCancel: () => void }) {
  const styles = useStyles();
  const shape = useAfter(300);
  const words = useAfter(3000);
  return (
    <div className={styles.root} aria-busy>
      {shape && (
        <Skeleton aria-label={texts.search.loading} className={styles.root}>
          {[1, 2, 3].map((row) => (
            <div key={row} className={styles.row}>
              <SkeletonItem shape="square" size={48} />
              <div className={styles.lines}>
                <SkeletonItem size={16} />
                <SkeletonItem size={12} />
              </div>
            </div>
          ))}
        </Skeleton>
      )}
      {shape && (
        <div className={styles.footer}>
          <Text role="status" size={200}>
            {words ? texts.search.waiting(name) : ""}
          </Text>
          <Button appearance="subtle" size="small" onClick={onCancel}>
            {texts.search.cancel}
          </Button>
        </div>
      )}
    </div>
  );
}
