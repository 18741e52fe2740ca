import { request } from "./client";
import type { Revocation } from "./extensions";

/** Where somebody is signed in, without the tokens. Times are milliseconds since the epoch. */
export interface Grant {
  id: string;
  user: { name: string };
  registrationId?: string | null;
  registrationName?: string | null;
  account: string;
  /** Whether this is the account in use. */
  current: boolean;
  state: "active" | "signInAgain";
  reason?: string | null;
  scopes: string[];
  signedInAt: number;
  expiresAt?: number | null;
  lastUsedAt?: number | null;
  lastRefreshAt?: number | null;
  nextRefreshAt?: number | null;
  failure?: string | null;
}

export async function getGrants(signal?: AbortSignal): Promise<Grant[]> {
  return (await request<{ grants: Grant[] }>("GET", "/api/v1/grants", { signal })).data.grants;
}

export async function endGrant(id: string): Promise<Revocation> {
  const path = `/api/v1/grants/${encodeURIComponent(id)}`;
  return (await request<{ revoked: Revocation }>("DELETE", path)).data.revoked;
}
