import { makeStyles, tokens } from "@fluentui/react-components";

export const useStyles = makeStyles({
  root: {
    position: "absolute",
    insetInline: 0,
    bottom: "calc(100% + 8px)",
    zIndex: 2,
    display: "flex",
    flexDirection: "column",
    maxHeight: "min(560px, calc(100dvh - 240px))",
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow28,
    "@media (max-width: 640px)": { maxHeight: "calc(100dvh - 210px)" },
  },
  head: {
    display: "flex",
    alignItems: "center",
    columnGap: "8px",
    padding: "12px 12px 8px 16px",
  },
  names: { flexGrow: 1, minWidth: 0, display: "flex", columnGap: "8px", alignItems: "baseline" },
  publisher: { color: tokens.colorNeutralForeground3 },
  tabs: { paddingInline: "8px" },
  body: { overflowY: "auto", padding: "4px 16px 16px", display: "grid", rowGap: "12px" },
});
