import { texts } from "../texts";
import { Problem, type ProblemBody, UNREACHABLE } from "./problem";

interface RequestOptions {
  /** Sent as JSON, but for a file, which is sent as it is, by its own type. */
  body?: unknown;
  /** The version that was seen, for a change of it. */
  seen?: number | string;
  signal?: AbortSignal;
}

export interface Reply<T> {
  data: T;
  headers: Headers;
}

let csrfToken = "";

/** Every later request that changes something carries this token. */
export function setCsrfToken(token: string) {
  csrfToken = token;
}

/** The token for requests that change something; empty before there is a session. */
export function getCsrfToken(): string {
  return csrfToken;
}

/** Speaks HTTP for the chat: same origin, JSON both ways, problems become `Problem`. */
export async function request<T>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  { body, seen, signal }: RequestOptions = {},
): Promise<Reply<T>> {
  const headers = new Headers({ Accept: "application/json" });
  if (body !== undefined) {
    headers.set("Content-Type", body instanceof Blob ? body.type : "application/json");
  }
  if (seen !== undefined) headers.set("If-Match", `"${seen}"`);
  if (method !== "GET" && csrfToken) headers.set("X-CSRF-Token", csrfToken);
  const response = await send(path, {
    method,
    headers,
    signal,
    body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
    credentials: "same-origin",
    redirect: "error",
  });
  const data = await readJson(response);
  if (!response.ok) {
    throw new Problem(response.status, (data ?? {}) as ProblemBody, texts.errors.unexpected);
  }
  return { data: data as T, headers: response.headers };
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch {
    if (init.signal?.aborted) throw new DOMException("cancelled", "AbortError");
    throw new Problem(UNREACHABLE, { code: "unreachable" }, texts.errors.unreachable);
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
