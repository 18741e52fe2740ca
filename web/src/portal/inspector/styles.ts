import { makeStyles, tokens } from "@fluentui/react-components";

export const useStyles = makeStyles({
  filters: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "8px" },
  text: { flexGrow: 1, minWidth: "180px" },
  code: { fontFamily: tokens.fontFamilyMonospace, whiteSpace: "nowrap" },
  badge: { height: "auto", minHeight: "20px", overflowWrap: "anywhere" },
  number: { fontVariantNumeric: "tabular-nums" },
  trace: { padding: "8px 20px" },
  facts: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "8px 16px" },
});
