import { request } from "./client";
import type { components } from "./schema";

/** A browser in which somebody is signed in. Times are milliseconds since the epoch. */
export type ListedSession = components["schemas"]["ListedSessionView"];

/** Those of the tenant for `all`, else one's own; at most a hundred, the newest first. */
export async function getSessions(all: boolean, signal?: AbortSignal): Promise<ListedSession[]> {
  const path = `/api/v1/sessions?limit=100${all ? "&all=true" : ""}`;
  const answer = await request<{ sessions: ListedSession[] }>("GET", path, { signal });
  return answer.data.sessions;
}

export async function endSession(id: string): Promise<void> {
  await request("DELETE", `/api/v1/sessions/${encodeURIComponent(id)}`);
}

/** Ends all of one's own but this one. */
export async function endOtherSessions(): Promise<number> {
  return (await request<{ ended: number }>("DELETE", "/api/v1/sessions")).data.ended;
}
