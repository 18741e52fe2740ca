import { type KeyboardEvent, useState } from "react";
import type { Command, Extension } from "../api/extensions";

export interface CommandChoice {
  extension: Extension;
  command: Command;
}

/** The menu that a leading `/` opens: what it offers, and how the keys walk through it. */
export function useCommandMenu(
  extensions: Extension[],
  text: string,
  onPick: (choice: CommandChoice) => void,
) {
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState("");
  const open = text.startsWith("/") && text !== dismissed;
  const word = text.slice(1).trim();
  const choices = open ? findCommands(extensions, word) : [];
  const at = Math.min(active, Math.max(0, choices.length - 1));

  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!open) return false;
    const chosen = choices[at];
    if (event.key === "ArrowDown") setActive((at + 1) % Math.max(1, choices.length));
    else if (event.key === "ArrowUp") setActive((at || choices.length) - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen) onPick(chosen);
    else if (event.key === "Escape") setDismissed(text);
    else return false;
    event.preventDefault();
    return true;
  };
  return { open, word, choices, active: at, onKeyDown };
}

function findCommands(extensions: Extension[], word: string): CommandChoice[] {
  const wanted = word.toLowerCase();
  return extensions.flatMap((extension) =>
    extension.commands
      .filter(({ contexts }) => contexts.includes("commandBox"))
      .filter(({ title }) => `${extension.name} ${title}`.toLowerCase().includes(wanted))
      .map((command) => ({ extension, command })),
  );
}
