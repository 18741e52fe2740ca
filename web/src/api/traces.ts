import { given, portal, type Schemas } from "./portal";
import type { operations } from "./schema";

export type TraceKind = Schemas["TraceKind"];
export type StepOutcome = Schemas["StepOutcome"];
export type TraceStep = Schemas["TraceStep"];
export type TraceSummary = Schemas["TraceHeadView"];
export type Trace = Schemas["Trace"];
export type TracePage = Schemas["TraceList"];
export type TraceQuery = NonNullable<operations["list_traces"]["parameters"]["query"]>;

export async function getTraces(query: TraceQuery, signal?: AbortSignal): Promise<TracePage> {
  return given(await portal.GET("/api/v1/traces", { params: { query }, signal }));
}

export async function getTrace(code: string, signal?: AbortSignal): Promise<Trace> {
  return given(await portal.GET("/api/v1/traces/{code}", { params: { path: { code } }, signal }));
}
