import { vi } from "vitest";

export interface Call {
  method: string;
  path: string;
  body: unknown;
  headers: Headers;
}

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> } | "hang";
type Route = (call: Call) => Answer;

/** Stands in for the server: each `METHOD /path` (without query) has a function that answers. */
export function serve(routes: Record<string, Route>): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit = {}) => {
    const method = init.method ?? "GET";
    const body = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    const call = { method, path, body, headers: new Headers(init.headers) };
    calls.push(call);
    const route = routes[`${method} ${path.split("?")[0]}`];
    const answer = route?.(call) ?? {
      status: 404,
      body: { code: "not_found", detail: "Not there." },
    };
    return new Promise<Response>((resolve, reject) => {
      init.signal?.addEventListener("abort", () => reject(new DOMException("x", "AbortError")));
      if (answer !== "hang") {
        const text = answer.body === undefined ? "" : JSON.stringify(answer.body);
        resolve(new Response(text, { status: answer.status ?? 200, headers: answer.headers }));
      }
    });
  });
  return calls;
}
