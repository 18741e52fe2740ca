import type { Asked, ListPage } from "./list";
import { given, portal, type Schemas, seen } from "./portal";
import type { Role } from "./session";

/** What is typed of a local account. */
export interface PersonInput {
  name: string;
  displayName: string;
  role: Role;
}

/** Somebody of the tenant: a local account, or who came in by a provider. */
export type Person = Schemas["PersonView"];

/** Whether the account is our own: then its role is given here, and links let it in. */
export const isLocal = ({ issuer }: Person) => issuer === "local";

export async function findPersons(query: Asked, signal?: AbortSignal): Promise<ListPage<Person>> {
  const { persons, next } = given(
    await portal.GET("/api/v1/persons", { params: { query }, signal }),
  );
  return { rows: persons, next: next ?? undefined };
}

export async function createPerson(body: PersonInput): Promise<Person> {
  return given(await portal.POST("/api/v1/persons", { body }));
}

/** Gives a role to a person as he was seen. */
export async function giveRole({ name, tag }: Person, role: Role): Promise<Person> {
  const params = { path: { name }, header: seen(tag) };
  return given(await portal.PUT("/api/v1/persons/{name}", { params, body: { role } }));
}

/** A fresh link to enter by: one use, ten minutes. */
export async function linkPerson(name: string): Promise<string> {
  const params = { path: { name } };
  return given(await portal.POST("/api/v1/persons/{name}/link", { params })).url;
}
