import { request } from "./client";
import type { Role } from "./session";

/** What is typed of a local account. */
export interface PersonInput {
  name: string;
  displayName: string;
  role: Role;
}

/** Somebody of the tenant: a local account, or who came in by a provider. */
export interface Person extends PersonInput {
  issuer?: string;
  /** What the provider is called; null for local accounts. */
  provider?: string | null;
}

/** Whether the account is our own: then its role is given here, and links let it in. */
export const isLocal = ({ issuer }: Person) => (issuer ?? "local") === "local";

export async function getPersons(signal?: AbortSignal): Promise<Person[]> {
  const path = "/api/v1/persons";
  return (await request<{ persons: Person[] }>("GET", path, { signal })).data.persons;
}

/** Makes an account, or changes the one with that name. */
export async function savePerson({ name, displayName, role }: PersonInput): Promise<Person> {
  const body = { name, displayName, role };
  return (await request<Person>("POST", "/api/v1/persons", { body })).data;
}

/** A fresh link to enter by: one use, ten minutes. */
export async function linkPerson(name: string): Promise<string> {
  const path = `/api/v1/persons/${encodeURIComponent(name)}/link`;
  return (await request<{ url: string }>("POST", path, { body: {} })).data.url;
}
