import { request } from "./client";

/** A provider by which one may sign in. */
export interface Provider {
  id: string;
  name: string;
}

export async function getProviders(signal?: AbortSignal): Promise<Provider[]> {
  const path = "/api/v1/session/providers";
  return (await request<{ providers: Provider[] }>("GET", path, { signal })).data.providers;
}

/** Begins a sign-in: the page of the provider to go to. */
export async function leaveFor(provider: string, target: "chat" | "portal"): Promise<string> {
  const path = `/api/v1/session/providers/${encodeURIComponent(provider)}`;
  return (await request<{ url: string }>("POST", path, { body: { target } })).data.url;
}
