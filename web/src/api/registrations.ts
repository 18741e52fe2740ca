import { request } from "./client";

export type RestrictByOrg = "MyOrganization" | "AnyOrganization";
export type RestrictByApp = "AnyApp" | "ExistingApp";
export type ClientAuthentication = "basic" | "basicRaw" | "post" | "none";
export type TokenRequestFormat = "form" | "json";

/** What somebody enters. */
export interface RegistrationFields {
  name: string;
  baseUrl: string;
  restrictByOrg: RestrictByOrg;
  restrictByApp: RestrictByApp;
  appId?: string | null;
  clientId: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  refreshEndpoint?: string | null;
  revocationEndpoint?: string | null;
  userinfoEndpoint?: string | null;
  issuer?: string | null;
  scopes: string[];
  scopeSeparator: string;
  pkce: boolean;
  clientAuthentication?: ClientAuthentication | null;
  tokenRequestFormat: TokenRequestFormat;
  authorizationParameters: Record<string, string>;
  tokenParameters: Record<string, string>;
  refreshParameters: Record<string, string>;
  refreshMarginSeconds?: number | null;
  accountPointer?: string | null;
  tokenPointer?: string | null;
  defaultLifetimeSeconds?: number | null;
  reuseWindowSeconds: number;
  admittedApps: string[];
}

export interface Registration extends RegistrationFields {
  id: string;
  redirectUrl: string;
  version: number;
  hasSecret: boolean;
  /** The code by which the provider refused the client itself, when it did last. */
  broken?: string | null;
}

export interface Reservation {
  id: string;
  redirectUrl: string;
}

const PATH = "/api/v1/registrations";
const at = (id: string) => `${PATH}/${encodeURIComponent(id)}`;

/** The version of each registration that was shown last: a change names it. */
const seen = new Map<string, number>();

function shown(registration: Registration): Registration {
  seen.set(registration.id, registration.version);
  return registration;
}

interface RegistrationPage {
  registrations: Registration[];
  next: string | null;
}

/** All of them, page by page. */
export async function getRegistrations(signal?: AbortSignal): Promise<Registration[]> {
  const all: Registration[] = [];
  let next: string | null = "";
  do {
    const query = new URLSearchParams({ limit: "100", cursor: next });
    const page: RegistrationPage = (
      await request<RegistrationPage>("GET", `${PATH}?${query}`, { signal })
    ).data;
    all.push(...page.registrations.map(shown));
    next = page.next;
  } while (next);
  return all;
}

export async function getRegistration(id: string, signal?: AbortSignal): Promise<Registration> {
  return shown((await request<Registration>("GET", at(id), { signal })).data);
}

/** Providers want the redirect URL before there is anything to save. */
export async function reserveRegistration(): Promise<Reservation> {
  return (await request<Reservation>("POST", `${PATH}/reserve`, { body: {} })).data;
}

/** The fields, and a secret where one was typed: it goes in and never comes out again. */
export type RegistrationInput = RegistrationFields & { id?: string; clientSecret?: string };

/** Makes a registration, or saves one over the version that was shown. */
export async function saveRegistration(input: RegistrationInput): Promise<Registration> {
  const { id, ...fields } = input;
  const version = id && seen.get(id);
  const saved =
    id && version
      ? await request<Registration>("PUT", at(id), { body: fields, seen: version })
      : await request<Registration>("POST", PATH, { body: input });
  return shown(saved.data);
}

export async function deleteRegistration(id: string): Promise<void> {
  await request("DELETE", at(id), { seen: seen.get(id) });
}
