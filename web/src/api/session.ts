import { request, setCsrfToken } from "./client";
import { Problem } from "./problem";

export interface DemoPerson {
  name: string;
  displayName: string;
  current: boolean;
}

export const ROLES = ["member", "developer", "admin"] as const;
/** What somebody may do; each includes those before it. */
export type Role = (typeof ROLES)[number];

export function mayActAs(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

export interface Session {
  user: { id?: string; name: string };
  tenant: { id: string };
  /** All tenants that this person is in. */
  tenants?: { id: string; name: string }[];
  role: Role;
  csrfToken: string;
  demo: { persons: DemoPerson[] } | null;
}

function adopt(session: Session): Session {
  setCsrfToken(session.csrfToken);
  return session;
}

/** The live session, or null when there is none. */
export async function getSession(signal?: AbortSignal): Promise<Session | null> {
  try {
    return adopt((await request<Session>("GET", "/api/v1/session", { signal })).data);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

/** Whom an enter link is for; the link stays unused. */
export async function previewEntry(code: string): Promise<{ displayName: string }> {
  return (
    await request<{ displayName: string }>("POST", "/api/v1/session/preview", { body: { code } })
  ).data;
}

export async function enter(code: string): Promise<Session> {
  return adopt((await request<Session>("POST", "/api/v1/session/enter", { body: { code } })).data);
}

export async function leave(): Promise<void> {
  await request("DELETE", "/api/v1/session");
}

/** The same person in another tenant that he is in. */
export async function switchTenant(tenant: string): Promise<void> {
  await request("POST", "/api/v1/session/tenant", { body: { tenant } });
}

/** Demo mode only. */
export async function switchPerson(person: string): Promise<void> {
  await request("POST", "/api/v1/session/switch", { body: { person } });
}
