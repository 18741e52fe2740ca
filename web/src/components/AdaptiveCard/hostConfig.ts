import { tokens } from "@fluentui/react-components";

const text = (color: string, subtle: string) => ({ default: color, subtle });

const foreground = {
  default: text(tokens.colorNeutralForeground1, tokens.colorNeutralForeground3),
  dark: text(tokens.colorNeutralForeground1, tokens.colorNeutralForeground3),
  light: text(tokens.colorNeutralForeground3, tokens.colorNeutralForeground4),
  accent: text(tokens.colorBrandForeground1, tokens.colorBrandForeground2),
  good: text(tokens.colorStatusSuccessForeground1, tokens.colorStatusSuccessForeground2),
  warning: text(tokens.colorStatusWarningForeground3, tokens.colorStatusWarningForeground2),
  attention: text(tokens.colorStatusDangerForeground1, tokens.colorStatusDangerForeground2),
};

const container = (backgroundColor: string) => ({
  backgroundColor,
  foregroundColors: foreground,
});

/** How cards look here: Fluent's tokens, so that they follow the theme by themselves. */
export const hostConfig = {
  fontFamily: tokens.fontFamilyBase,
  supportsInteractivity: true,
  fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
  fontWeights: { lighter: 400, default: 400, bolder: 600 },
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: tokens.colorNeutralStroke2 },
  imageSizes: { small: 40, medium: 80, large: 160 },
  containerStyles: {
    default: container("transparent"),
    emphasis: container(tokens.colorNeutralBackground3),
    accent: container(tokens.colorBrandBackground2),
    good: container(tokens.colorStatusSuccessBackground1),
    warning: container(tokens.colorStatusWarningBackground1),
    attention: container(tokens.colorStatusDangerBackground1),
  },
  actions: {
    maxActions: 6,
    buttonSpacing: 8,
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    showCard: { actionMode: "inline", inlineTopMargin: 12 },
  },
  factSet: {
    title: { weight: "bolder", wrap: true, maxWidth: 140 },
    value: { wrap: true },
    spacing: 12,
  },
};
