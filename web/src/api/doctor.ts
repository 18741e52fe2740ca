import { request } from "./client";
import type { components } from "./schema";

export type Test = components["schemas"]["DoctorRunView"];
export type Finding = components["schemas"]["Finding"];
export type Step = components["schemas"]["Step"];

const ofRegistration = (id: string) => `/api/v1/registrations/${encodeURIComponent(id)}/tests`;
const at = (id: string) => `/api/v1/tests/${encodeURIComponent(id)}`;

/** The command that is called with the token. */
export interface Called {
  app: string;
  command: string;
  parameters: Record<string, string>;
}

/** Begins a test; what needs no person is tried at once. */
export async function beginTest(registration: string, called?: Called): Promise<Test> {
  return (await request<Test>("POST", ofRegistration(registration), { body: called ?? {} })).data;
}

/** The tests that are kept, the newest first. */
export async function getTests(registration: string, signal: AbortSignal): Promise<Test[]> {
  const answer = await request<{ tests: Test[] }>("GET", ofRegistration(registration), { signal });
  return answer.data.tests;
}

/** A test as it stands. */
export async function getTest(id: string, signal: AbortSignal): Promise<Test> {
  return (await request<Test>("GET", at(id), { signal })).data;
}

/** Comes back when the test has gone on, or after some seconds. */
export async function awaitTest({ id, revision }: Test, signal: AbortSignal): Promise<Test> {
  return (await request<Test>("GET", `${at(id)}?wait=20&seen=${revision}`, { signal })).data;
}

/** The link of the test sign-in; good for ten minutes. */
export async function beginTestSignIn(id: string): Promise<{ url: string; expiresAt: number }> {
  const path = `${at(id)}/sign-in`;
  return (await request<{ url: string; expiresAt: number }>("POST", path, { body: {} })).data;
}
