import { makeStyles, tokens } from "@fluentui/react-components";

export const useStyles = makeStyles({
  root: {
    display: "grid",
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
    ":focus-within": { border: `1px solid ${tokens.colorBrandStroke1}` },
  },
  input: {
    width: "100%",
    boxSizing: "border-box",
    resize: "none",
    font: "inherit",
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    padding: "12px 14px 4px",
    color: tokens.colorNeutralForeground1,
    backgroundColor: "transparent",
    border: "none",
    outlineStyle: "none",
    "::placeholder": { color: tokens.colorNeutralForeground3 },
  },
  card: {
    position: "relative",
    margin: "12px 12px 0",
    maxHeight: "280px",
    overflowY: "auto",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  remove: { position: "absolute", top: "4px", right: "4px", zIndex: 1 },
  bar: { display: "flex", alignItems: "center", gap: "4px", padding: "4px 8px 8px" },
  extensions: { flexGrow: 1, minWidth: 0, display: "flex", flexWrap: "wrap", gap: "4px" },
});
