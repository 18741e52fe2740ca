import type { Revocation } from "./extensions";
import type { Asked, ListPage } from "./list";
import { given, portal, type Schemas } from "./portal";

/** Where somebody is signed in, without the tokens. Times are milliseconds since the epoch. */
export type Grant = Schemas["GrantView"];

/** One's own grants, the newest first. */
export async function findGrants(
  { cursor, limit }: Asked,
  signal?: AbortSignal,
): Promise<ListPage<Grant>> {
  const params = { query: { cursor, limit } };
  const { grants, next } = given(await portal.GET("/api/v1/grants", { params, signal }));
  return { rows: grants, next: next ?? undefined };
}

export async function endGrant(id: string): Promise<Revocation> {
  const params = { path: { id } };
  return given(await portal.DELETE("/api/v1/grants/{id}", { params })).revoked;
}
