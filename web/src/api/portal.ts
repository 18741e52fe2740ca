import createClient, { type Middleware } from "openapi-fetch";
import { texts } from "../texts";
import { getCsrfToken } from "./client";
import { Problem, type ProblemBody, UNREACHABLE } from "./problem";
import type { components, paths } from "./schema";

/** The types of the portal API by their names in its OpenAPI description. */
export type Schemas = components["schemas"];

const SAFE = ["GET", "HEAD"];

/** Adds what a change needs, and turns every problem into an exception. */
const house: Middleware = {
  onRequest({ request }) {
    if (SAFE.includes(request.method)) return;
    const token = getCsrfToken();
    if (token) request.headers.set("X-CSRF-Token", token);
    if (!request.headers.has("Content-Type"))
      request.headers.set("Content-Type", "application/json");
  },
  async onResponse({ response }) {
    if (response.ok) return;
    const body: ProblemBody = await response.json().catch(() => ({}));
    throw new Problem(response.status, body, texts.errors.unexpected);
  },
  onError({ request }) {
    if (request.signal.aborted) return new DOMException("cancelled", "AbortError");
    return new Problem(UNREACHABLE, { code: "unreachable" }, texts.errors.unreachable);
  },
};

/**
 * The portal API, typed by the description that the server makes of itself:
 * `portal.GET("/api/v1/registrations/{id}", { params: { path: { id } } })`.
 */
export const portal = createClient<paths>({
  credentials: "same-origin",
  redirect: "error",
  // Looked up at each call, so that tests can put a server of their own in its place.
  fetch: (request) => fetch(request),
});
portal.use(house);

/** What an answer holds: a problem has been thrown before. */
export const given = <T>({ data }: { data?: T }): T => data as T;

/** The headers of a change of that version: whoever was faster is not overwritten. */
export const seen = (version: number | string) => ({ "If-Match": `"${version}"` });
