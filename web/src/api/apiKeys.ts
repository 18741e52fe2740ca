import type { Asked, ListPage } from "./list";
import { given, portal, type Schemas, seen } from "./portal";

export type ApiKey = Schemas["ApiKeyView"];
/** The fields, and the keys that were typed: they go in and never come out again. */
export type ApiKeyInput = Schemas["ApiKeyInput"];
export type KeyInUse = Schemas["KeyInUse"];

export async function findApiKeys(query: Asked, signal?: AbortSignal): Promise<ListPage<ApiKey>> {
  const answer = await portal.GET("/api/v1/api-keys", { params: { query }, signal });
  const { apiKeys, next } = given(answer);
  return { rows: apiKeys, next: next ?? undefined };
}

export async function getApiKey(id: string, signal?: AbortSignal): Promise<ApiKey> {
  return given(await portal.GET("/api/v1/api-keys/{id}", { params: { path: { id } }, signal }));
}

export async function createApiKey(body: ApiKeyInput): Promise<ApiKey> {
  return given(await portal.POST("/api/v1/api-keys", { body }));
}

/** Saves over the version that was seen, and over no other. */
export async function updateApiKey(
  id: string,
  version: number,
  body: ApiKeyInput,
): Promise<ApiKey> {
  const params = { path: { id }, header: seen(version) };
  return given(await portal.PUT("/api/v1/api-keys/{id}", { params, body }));
}

export async function deleteApiKey(id: string, version: number): Promise<void> {
  const params = { path: { id }, header: seen(version) };
  await portal.DELETE("/api/v1/api-keys/{id}", { params });
}
