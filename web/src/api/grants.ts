import type { Revocation } from "./extensions";
import type { ListPage } from "./list";
import { given, portal, type Schemas } from "./portal";

/** Where somebody is signed in, without the tokens. Times are milliseconds since the epoch. */
export type Grant = Schemas["ListedGrant"];

/** Which grants: one's own, or for an administrator with `all` those of the tenant that fit. */
export interface GrantsAsked {
  all?: boolean;
  /** Of one user: by whom he is named, and his name there. */
  issuer?: string;
  subject?: string;
  registration?: string;
  app?: string;
}

/** A page of grants, the newest first. */
export async function findGrants(
  query: GrantsAsked & { cursor?: string; limit?: number },
  signal?: AbortSignal,
): Promise<ListPage<Grant>> {
  const answer = await portal.GET("/api/v1/grants", { params: { query }, signal });
  const { grants, next } = given(answer);
  return { rows: grants, next: next ?? undefined };
}

export async function endGrant(id: string): Promise<Revocation> {
  const params = { path: { id } };
  return given(await portal.DELETE("/api/v1/grants/{id}", { params })).revoked;
}
