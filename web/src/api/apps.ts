import { request } from "./client";

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
  warnings: PackageProblem[];
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

export async function getApps(signal?: AbortSignal): Promise<InstalledApp[]> {
  return (await request<{ apps: InstalledApp[] }>("GET", "/api/v1/apps", { signal })).data.apps;
}

/** Installs a package; `maps` are `https://declared.example=http://127.0.0.1:3000`. */
export async function installApp(zip: Blob, maps: string[]): Promise<InstalledApp> {
  const query = new URLSearchParams(maps.map((map) => ["map", map]));
  const body = new Blob([zip], { type: "application/zip" });
  return (await request<InstalledApp>("POST", `/api/v1/apps?${query}`, { body })).data;
}

export async function removeApp(id: string): Promise<void> {
  await request("DELETE", `/api/v1/apps/${encodeURIComponent(id)}`);
}

/** Says which registration of ours stands for the ID that the package carries. */
export async function bindApp(
  id: string,
  foreignId: string,
  registrationId: string,
): Promise<InstalledApp> {
  const path = `/api/v1/apps/${encodeURIComponent(id)}/bindings`;
  return (await request<InstalledApp>("POST", path, { body: { foreignId, registrationId } })).data;
}

export const iconUrl = (id: string) => `/api/v1/apps/${encodeURIComponent(id)}/icon`;
