import { type BrandVariants, createDarkTheme, createLightTheme } from "@fluentui/react-components";

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

export const lightTheme = createLightTheme(ticket);
export const darkTheme = {
  ...createDarkTheme(ticket),
  colorBrandForeground1: ticket[110],
  colorBrandForeground2: ticket[120],
};
