import { request } from "./client";

export type TraceKind = "invoke" | "sign-in" | "sign-out";
export type StepOutcome = "ok" | "noted" | "refused" | "failed";

export interface TraceStep {
  name: string;
  atMicros: number;
  micros: number;
  outcome: StepOutcome;
  decision: string;
  details?: Record<string, unknown>;
}

export interface TraceSummary {
  code: string;
  kind: TraceKind;
  /** Milliseconds since the epoch, or ISO 8601. */
  startedAt: number | string;
  micros: number;
  subject: string;
  app?: string | null;
  error?: string | null;
}

export interface Trace extends TraceSummary {
  steps: TraceStep[];
  detailsLeftOut: number;
}

export interface TraceQuery {
  kind?: TraceKind;
  /** Milliseconds since the epoch: only traces that began earlier. */
  before?: number;
  limit?: number;
}

export async function getTraces(query: TraceQuery, signal?: AbortSignal): Promise<TraceSummary[]> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const reply = await request<{ traces: TraceSummary[] }>("GET", `/api/v1/traces?${search}`, {
    signal,
  });
  return reply.data.traces;
}

export async function getTrace(code: string, signal?: AbortSignal): Promise<Trace> {
  return (await request<Trace>("GET", `/api/v1/traces/${encodeURIComponent(code)}`, { signal }))
    .data;
}
