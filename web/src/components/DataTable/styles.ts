import { makeStyles, tokens } from "@fluentui/react-components";

export const useStyles = makeStyles({
  table: { width: "100%", borderCollapse: "collapse" },
  th: {
    padding: "8px 12px",
    textAlign: "start",
    whiteSpace: "nowrap",
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground2,
    "@media (max-width: 480px)": { paddingInline: "6px" },
    ":first-child": { paddingInlineStart: "20px" },
    ":last-child": { paddingInlineEnd: "20px" },
  },
  sort: {
    minWidth: 0,
    padding: 0,
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground2,
  },
  td: {
    padding: "12px",
    textAlign: "start",
    verticalAlign: "middle",
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: "anywhere",
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    // IDs and URLs break anywhere; a badge and a moment are read as one.
    "& .fui-Badge, & time": { whiteSpace: "nowrap" },
    "@media (max-width: 480px)": { paddingInline: "6px" },
    ":first-child": { paddingInlineStart: "20px" },
    ":last-child": { paddingInlineEnd: "20px" },
  },
  name: { minWidth: "112px" },
  minor: { "@media (max-width: 760px)": { display: "none" } },
});
