import { makeStyles, tokens } from "@fluentui/react-components";

export const useStyles = makeStyles({
  root: {
    flexGrow: 1,
    minWidth: 0,
    overflowY: "auto",
    padding: "20px 24px",
    boxSizing: "border-box",
    "@media (max-width: 640px)": { padding: "12px" },
  },
  column: { maxWidth: "960px", marginInline: "auto", display: "grid", rowGap: "16px" },
  titles: { display: "grid", rowGap: "4px" },
  hint: { color: tokens.colorNeutralForeground2 },
  filters: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "8px" },
  text: { flexGrow: 1, minWidth: "180px" },
  panel: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    overflowX: "auto",
  },
  table: { width: "100%", borderCollapse: "collapse" },
  th: {
    textAlign: "start",
    padding: "10px 12px",
    fontWeight: tokens.fontWeightRegular,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
  },
  td: {
    padding: "10px 12px",
    whiteSpace: "nowrap",
    "@media (max-width: 640px)": { whiteSpace: "normal", overflowWrap: "anywhere" },
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  row: { ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover } },
  code: { fontFamily: tokens.fontFamilyMonospace, whiteSpace: "nowrap" },
  badge: { height: "auto", minHeight: "20px", overflowWrap: "anywhere" },
  number: { fontVariantNumeric: "tabular-nums" },
  minor: { "@media (max-width: 640px)": { display: "none" } },
  trace: { padding: "8px 20px" },
  facts: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "8px 16px" },
});
