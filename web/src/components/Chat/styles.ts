import { makeStyles, tokens } from "@fluentui/react-components";

export const useStyles = makeStyles({
  root: { flexGrow: 1, minWidth: 0, display: "flex", height: "100%" },
  main: { flexGrow: 1, minWidth: 0, display: "flex", flexDirection: "column" },
  head: {
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    minHeight: "32px",
    padding: "10px 16px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  scroll: { flexGrow: 1, overflowY: "auto", padding: "16px" },
  column: { maxWidth: "760px", marginInline: "auto", width: "100%", boxSizing: "border-box" },
  hint: {
    display: "grid",
    justifyItems: "center",
    textAlign: "center",
    rowGap: "8px",
    paddingTop: "12vh",
    color: tokens.colorNeutralForeground2,
  },
  foot: { padding: "0 16px 16px", "@media (max-width: 640px)": { padding: "0 8px 8px" } },
  compose: { position: "relative" },
});
