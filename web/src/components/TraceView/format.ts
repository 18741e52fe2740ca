const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** A duration as people say it: `0.3 ms`, `41 ms`, `1.2 s`. */
export function formatMicros(micros: number): string {
  if (micros < 1_000) return `${(micros / 1_000).toFixed(micros < 100 ? 2 : 1)} ms`;
  if (micros < 1_000_000) return `${Math.round(micros / 1_000)} ms`;
  return `${(micros / 1_000_000).toFixed(1)} s`;
}

export function formatAbsolute(time: number | string): string {
  return absolute.format(new Date(time));
}

export function formatRelative(time: number | string, now = Date.now()): string {
  const seconds = Math.round((new Date(time).getTime() - now) / 1_000);
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return relative.format(Math.trunc(seconds / size), unit);
}

/** `find-command` as `Find command`. */
export function stepTitle(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
