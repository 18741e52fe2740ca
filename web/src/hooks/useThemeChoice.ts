import { useSyncExternalStore } from "react";
import { useMediaQuery } from "./useMediaQuery";

export const THEME_CHOICES = ["system", "light", "dark", "contrast"] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];
export type ThemeName = Exclude<ThemeChoice, "system">;

const KEY = "cloakroom.theme";
const listeners = new Set<() => void>();

function read(): ThemeChoice {
  const kept = localStorage.getItem(KEY);
  return THEME_CHOICES.find((choice) => choice === kept) ?? "system";
}

export function chooseTheme(choice: ThemeChoice) {
  if (choice === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  for (const listener of listeners) listener();
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  // Another tab's choice counts here too.
  window.addEventListener("storage", changed);
  return () => {
    listeners.delete(changed);
    window.removeEventListener("storage", changed);
  };
}

/** What was chosen in this browser. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, read);
}

/** The theme to draw with: the chosen one, else what the system asks for. */
export function useThemeName(): ThemeName {
  const choice = useThemeChoice();
  const contrast = useMediaQuery("(prefers-contrast: more)");
  const dark = useMediaQuery("(prefers-color-scheme: dark)");
  if (choice !== "system") return choice;
  if (contrast) return "contrast";
  return dark ? "dark" : "light";
}
