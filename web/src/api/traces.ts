import { request } from "./client";
import { portal } from "./portal";

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
  failed?: boolean;
  /** Any part of code, subject, app or error. */
  search?: string;
  /** The `next` of the page before. */
  cursor?: string;
  limit?: number;
}

export interface TracePage {
  traces: TraceSummary[];
  next?: string | null;
}

export async function getTraces(query: TraceQuery, signal?: AbortSignal): Promise<TracePage> {
  const { data } = await portal.GET("/api/v1/traces", { params: { query }, signal });
  return data as TracePage;
}

export async function getTrace(code: string, signal?: AbortSignal): Promise<Trace> {
  return (await request<Trace>("GET", `/api/v1/traces/${encodeURIComponent(code)}`, { signal }))
    .data;
}
