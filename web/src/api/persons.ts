import { request } from "./client";
import type { Role } from "./session";

/** A local account. */
export interface Person {
  name: string;
  displayName: string;
  role: Role;
}

export async function getPersons(signal?: AbortSignal): Promise<Person[]> {
  return (await request<{ persons: Person[] }>("GET", "/api/v1/persons", { signal })).data.persons;
}

/** Makes an account, or changes the one with that name. */
export async function savePerson(person: Person): Promise<Person> {
  return (await request<Person>("POST", "/api/v1/persons", { body: person })).data;
}

/** A fresh link to enter by: one use, ten minutes. */
export async function linkPerson(name: string): Promise<string> {
  const path = `/api/v1/persons/${encodeURIComponent(name)}/link`;
  return (await request<{ url: string }>("POST", path, { body: {} })).data.url;
}
