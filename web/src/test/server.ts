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
  vi.stubGlobal("fetch", async (asked: string | Request, init: RequestInit = {}) => {
    const { signal, ...call } = await read(asked, init);
    calls.push(call);
    const route = routes[`${call.method} ${call.path.split("?")[0]}`];
    const answer = route?.(call) ?? {
      status: 404,
      body: { code: "not_found", detail: "Not there." },
    };
    return new Promise<Response>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new DOMException("x", "AbortError")));
      if (answer !== "hang") {
        const status = answer.status ?? 200;
        const text = answer.body === undefined ? null : JSON.stringify(answer.body);
        resolve(new Response(text, { status, headers: answer.headers }));
      }
    });
  });
  return calls;
}

async function read(asked: string | Request, init: RequestInit) {
  if (typeof asked === "string") {
    const body = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    const headers = new Headers(init.headers);
    return { method: init.method ?? "GET", path: asked, body, headers, signal: init.signal };
  }
  const { method, headers, signal } = asked;
  const { pathname, search } = new URL(asked.url, "http://localhost");
  const text = await asked.clone().text();
  const body = text ? JSON.parse(text) : undefined;
  return { method, path: `${pathname}${search}`, body, headers, signal };
}
