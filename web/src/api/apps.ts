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
  file?: string;
  pointer?: string;
  line?: number;
  column?: number;
  sentence: string;
  fix: string;
}

export async function getApps(signal?: AbortSignal): Promise<InstalledApp[]> {
  return (await request<{ apps: InstalledApp[] }>("GET", "/api/v1/apps", { signal })).data.apps;
}
