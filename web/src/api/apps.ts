import { request } from "./client";
import type { Asked, ListPage } from "./list";

/** An app installed in the tenant. */
export interface InstalledApp {
  appId: string;
  manifestId: string;
  name: string;
  appVersion: string;
  /** The SHA-256 of the package's content. */
  version: string;
  owner: string;
  commands: string[];
  /** Names of the package's files. */
  files: string[];
  authType: "none" | "oAuth" | "apiKey" | "entraSso";
  /** The registration ID that the package carries. */
  configurationId?: string | null;
  /** The registration that it uses here. */
  registrationId?: string | null;
  /** Whether the package's ID still has to be bound to a registration of ours. */
  unbound: boolean;
  originMap: [declared: string, dialled: string][];
  bindings: [foreignId: string, registrationId: string][];
  changedAt: number;
  /** A newer version that serves once an administrator has approved it. */
  waiting?: Waiting | null;
  warnings: PackageProblem[];
}

/** A version that waits to be approved. */
export interface Waiting {
  version: string;
  appVersion: string;
  changes: Change[];
}

/** What a version would call otherwise than the one that serves. */
export interface Change {
  what: "apiHost" | "registration" | "scopes";
  before: string[];
  after: string[];
}

/** What is wrong in a package, where, and how to mend it. */
export interface PackageProblem {
  code: string;
  severity: "error" | "warning";
  file: string;
  pointer: string;
  /** From 1; 0 where the file has no lines. */
  line: number;
  column: number;
  sentence: string;
  fix: string;
}

export async function findApps(
  query: Asked,
  signal?: AbortSignal,
): Promise<ListPage<InstalledApp>> {
  const wanted = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const path = `/api/v1/apps?${new URLSearchParams(wanted)}`;
  const answer = await request<{ apps: InstalledApp[]; next?: string | null }>("GET", path, {
    signal,
  });
  return { rows: answer.data.apps, next: answer.data.next ?? undefined };
}

export async function getApp(id: string, signal?: AbortSignal): Promise<InstalledApp> {
  return (await request<InstalledApp>("GET", at(id), { signal })).data;
}

/** Installs a package; `maps` are `https://declared.example=http://127.0.0.1:3000`. */
export async function installApp(zip: Blob, maps: string[]): Promise<InstalledApp> {
  const query = new URLSearchParams(maps.map((map) => ["map", map]));
  const body = new Blob([zip], { type: "application/zip" });
  return (await request<InstalledApp>("POST", `/api/v1/apps?${query}`, { body })).data;
}

/** Removes an app as it was seen. */
export async function removeApp({ appId, changedAt }: InstalledApp): Promise<void> {
  await request("DELETE", at(appId), { seen: changedAt });
}

const at = (id: string) => `/api/v1/apps/${encodeURIComponent(id)}`;

/** A version that is kept. */
export interface AppVersion {
  version: string;
  appVersion: string;
  serving: boolean;
  waiting: boolean;
  createdAt: number;
  changes?: Change[] | null;
}

export async function getVersions(id: string, signal?: AbortSignal): Promise<AppVersion[]> {
  const answer = await request<{ versions: AppVersion[] }>("GET", `${at(id)}/versions`, { signal });
  return answer.data.versions;
}

/** Lets a version serve in place of the one that was seen. */
export async function serveVersion(
  id: string,
  seen: string,
  version: string,
): Promise<InstalledApp> {
  const path = `${at(id)}/versions/${version}/serve`;
  return (await request<InstalledApp>("POST", path, { body: {}, seen })).data;
}

export async function forgetVersion(id: string, version: string): Promise<void> {
  await request("DELETE", `${at(id)}/versions/${version}`);
}

export const packageUrl = (id: string, version: string) =>
  `${at(id)}/package?version=${encodeURIComponent(version)}`;

/** What the validator says. */
export interface Findings {
  errors: number;
  warnings: number;
  findings: {
    code: string;
    name: string;
    severity: "error" | "warning";
    file: string;
    pointer: string;
    line?: number | null;
    column?: number | null;
    message: string;
    fix: string;
  }[];
  sources: { file: string; text: string }[];
}

export async function getFindings(
  id: string,
  store: boolean,
  signal?: AbortSignal,
): Promise<Findings> {
  return (await request<Findings>("GET", `${at(id)}/findings?store=${store}`, { signal })).data;
}

/** What the manifest is to say of authentication. */
export interface NewAuthentication {
  type: InstalledApp["authType"];
  registrationId?: string;
}

/** Lines of a file that change. */
export interface Difference {
  file: string;
  hunks: {
    lines: {
      kind: "same" | "removed" | "added";
      before?: number | null;
      after?: number | null;
      text: string;
    }[];
  }[];
}

/** What saving would do. */
export interface AuthenticationEdit {
  over: string;
  version: string;
  difference: Difference;
  changes: Change[];
  findings: Findings;
}

export async function previewAuthentication(
  id: string,
  body: NewAuthentication,
  signal?: AbortSignal,
): Promise<AuthenticationEdit> {
  const path = `${at(id)}/authentication/preview`;
  return (await request<AuthenticationEdit>("POST", path, { body, signal })).data;
}

/** Saves it over the version that was seen. */
export async function saveAuthentication(
  id: string,
  seen: string,
  body: NewAuthentication,
): Promise<InstalledApp> {
  return (await request<InstalledApp>("PUT", `${at(id)}/authentication`, { body, seen })).data;
}

/** Says which registration of ours stands for the ID that the package carries. */
export async function bindApp(
  { appId, changedAt }: InstalledApp,
  foreignId: string,
  registrationId: string,
): Promise<InstalledApp> {
  const body = { foreignId, registrationId };
  const path = `${at(appId)}/bindings`;
  return (await request<InstalledApp>("POST", path, { body, seen: changedAt })).data;
}

export const iconUrl = (id: string) => `/api/v1/apps/${encodeURIComponent(id)}/icon`;
