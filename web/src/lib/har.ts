import type { Trace, TraceStep } from "../api/traces";

/**
 * A trace's requests as HTTP Archive 1.2, the format that browsers' network panels read. It holds
 * what the trace holds: bodies and secrets were never in it.
 */
export function toHar(trace: Trace, version: string) {
  const startedAt = new Date(trace.startedAt).getTime();
  return {
    log: {
      version: "1.2",
      creator: { name: "Cloakroom", version },
      comment: `${trace.code} ${trace.subject}`,
      entries: trace.steps.flatMap((step) => entry(step, startedAt) ?? []),
    },
  };
}

const UNKNOWN = -1;

function entry(step: TraceStep, startedAt: number) {
  const details = step.details ?? {};
  const url = textOf(details.url) ?? textOf(details.tokenEndpoint);
  if (!url || !(step.name in METHODS)) return undefined;
  const status = typeof details.status === "number" ? details.status : 0;
  const milliseconds = step.micros / 1000;
  const firstByte =
    typeof details.firstByteMicros === "number" ? details.firstByteMicros / 1000 : milliseconds;
  const contentType = textOf(details.contentType) ?? "";
  return {
    startedDateTime: new Date(startedAt + step.atMicros / 1000).toISOString(),
    time: milliseconds,
    request: {
      method: textOf(details.method) ?? METHODS[step.name as keyof typeof METHODS],
      url,
      httpVersion: "",
      cookies: [],
      headers: details.bearer ? [{ name: "Authorization", value: "Bearer (not kept)" }] : [],
      queryString: parameters(url),
      headersSize: UNKNOWN,
      bodySize: UNKNOWN,
    },
    response: {
      status,
      statusText: "",
      httpVersion: "",
      cookies: [],
      headers: contentType ? [{ name: "Content-Type", value: contentType }] : [],
      content: {
        size: typeof details.bytes === "number" ? details.bytes : UNKNOWN,
        mimeType: contentType,
        comment: "Bodies are not kept.",
      },
      redirectURL: textOf(details.location) ?? "",
      headersSize: UNKNOWN,
      bodySize: typeof details.bytes === "number" ? details.bytes : UNKNOWN,
    },
    cache: {},
    timings: { send: 0, wait: firstByte, receive: Math.max(0, milliseconds - firstByte) },
    serverIPAddress: textOf(details.address)?.replace(/:\d+$/, ""),
    comment: `${step.name}: ${step.decision}`,
  };
}

/** The steps that send a request, and the method of those that do not say theirs. */
const METHODS = { call: "GET", exchange: "POST", refresh: "POST", revoke: "POST" } as const;

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

function parameters(url: string) {
  if (!URL.canParse(url)) return [];
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }));
}
