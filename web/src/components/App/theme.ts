import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  type Theme,
  teamsHighContrastTheme,
} from "@fluentui/react-components";
import type { ThemeName } from "../../hooks/useThemeChoice";

/** The colour of the ticket, from its darkest to its lightest. */
const ticket: BrandVariants = {
  10: "#011213",
  20: "#032225",
  30: "#053338",
  40: "#07434a",
  50: "#09535b",
  60: "#0b606a",
  70: "#0d6c76",
  80: "#0f7782",
  90: "#2a8b95",
  100: "#3f9da6",
  110: "#55aeb7",
  120: "#6dbfc7",
  130: "#87cfd6",
  140: "#a3dee3",
  150: "#c0ecef",
  160: "#ddf8f9",
};

/**
 * Fluent's own order, and where a system has none of these a face of ours: it is fetched, from
 * ourselves, only where it is used.
 */
const face = {
  fontFamilyBase:
    "'Segoe UI', 'Segoe UI Web (West European)', -apple-system, BlinkMacSystemFont, Roboto, 'Helvetica Neue', 'Inter Variable', sans-serif",
};

export const themes: Record<ThemeName, Theme> = {
  light: { ...createLightTheme(ticket), ...face },
  dark: {
    ...createDarkTheme(ticket),
    ...face,
    colorBrandForeground1: ticket[110],
    colorBrandForeground2: ticket[120],
  },
  contrast: { ...teamsHighContrastTheme, ...face },
};
