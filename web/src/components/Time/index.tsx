import { formatAbsolute, formatRelative } from "../TraceView";

/** A moment as people say it, exact on hover. */
export function Time({ at }: { at: number | string }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={formatAbsolute(at)}>
      {formatRelative(at)}
    </time>
  );
}
