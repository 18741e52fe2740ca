const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Moves the focus among the buttons of a list with the arrows, Home and End. */
export function moveFocus(list: HTMLElement, key: string): boolean {
  const buttons = [...list.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const step = STEPS[key];
  let target: number | undefined;
  if (step !== undefined) target = Math.min(buttons.length - 1, Math.max(0, at + step));
  if (key === "Home") target = 0;
  if (key === "End") target = buttons.length - 1;
  if (target === undefined) return false;
  buttons[target]?.focus();
  return true;
}
