import type { InstalledApp } from "./apps";
import { request } from "./client";
import type { CardJson } from "./invokeAnswer";

/** Why something can't be offered. */
export interface Reason {
  code: string;
  line: number;
  column: number;
  message: string;
  fix: string;
}

/** An operation of a description, and how its command would look. */
export interface Operation {
  method: string;
  path: string;
  operationId: string;
  reasons: Reason[];
  offer?: { title: string; parameters: string[]; cards: CardJson[] } | null;
}

export interface DescriptionReport {
  errors: Reason[];
  operations: Operation[];
}

/** An OpenAPI description as somebody pastes or chooses it. */
export interface Description {
  file: string;
  text: string;
  /** The API's server, where the description names none that is absolute. */
  server: string;
}

const body = ({ text }: Description) => new Blob([text], { type: "application/octet-stream" });

export async function inspectDescription(description: Description): Promise<DescriptionReport> {
  const { file, server } = description;
  const query = new URLSearchParams({ file, server });
  const path = `/api/v1/descriptions/operations?${query}`;
  return (await request<DescriptionReport>("POST", path, { body: body(description) })).data;
}

export interface MadeApp {
  app: InstalledApp;
  leftOut: { method: string; path: string; code: string; why: string }[];
}

/** Makes an app of the operations, in their order, and installs it. */
export async function createApp(
  description: Description,
  operations: string[],
  name: string,
  maps: string[],
): Promise<MadeApp> {
  const { file, server } = description;
  const query = new URLSearchParams({ file, server, name });
  for (const operation of operations) query.append("operation", operation);
  for (const map of maps) query.append("map", map);
  const path = `/api/v1/descriptions/apps?${query}`;
  return (await request<MadeApp>("POST", path, { body: body(description) })).data;
}
