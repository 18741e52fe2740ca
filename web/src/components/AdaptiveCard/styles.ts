import { makeStyles, tokens } from "@fluentui/react-components";

const button = {
  minHeight: "32px",
  maxWidth: "100%",
  padding: "5px 12px",
  fontFamily: tokens.fontFamilyBase,
  fontSize: tokens.fontSizeBase300,
  fontWeight: tokens.fontWeightSemibold,
  color: tokens.colorNeutralForeground1,
  backgroundColor: tokens.colorNeutralBackground1,
  border: `1px solid ${tokens.colorNeutralStroke1}`,
  borderRadius: tokens.borderRadiusMedium,
  cursor: "pointer",
} as const;

/** The renderer brings class names but no rules; these are Fluent's for its few parts. */
export const useStyles = makeStyles({
  card: {
    overflowX: "auto",
    color: tokens.colorNeutralForeground1,
    "& .ac-adaptiveCard:focus": { outlineStyle: "none" },
    "& p": { margin: 0 },
    "& ul, & ol": { margin: 0, paddingLeft: "20px" },
    "& a": { color: tokens.colorBrandForegroundLink },
    "& img": { borderRadius: tokens.borderRadiusMedium },
    "& input, & textarea, & select": {
      font: "inherit",
      color: tokens.colorNeutralForeground1,
      backgroundColor: tokens.colorNeutralBackground1,
      border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
      borderRadius: tokens.borderRadiusMedium,
      padding: "5px 8px",
      maxWidth: "100%",
    },
    "& .ac-pushButton, & .ac-pushButton-disabled": {
      ...button,
      ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
      ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    },
    "& .ac-pushButton-disabled": {
      color: tokens.colorNeutralForegroundDisabled,
      backgroundColor: tokens.colorNeutralBackgroundDisabled,
      cursor: "not-allowed",
    },
    "& .style-positive": {
      color: tokens.colorNeutralForegroundOnBrand,
      backgroundColor: tokens.colorBrandBackground,
    },
    "& .style-destructive": { color: tokens.colorStatusDangerForeground1 },
  },
});
