import { request } from "./client";

export type SignInStatus =
  | "waiting"
  | "continued"
  | "confirmation"
  | "completed"
  | "denied"
  | "failed"
  | "cancelled"
  | "expired";

export interface SignIn {
  id: string;
  status: SignInStatus;
  /** The server's sentence for the user. */
  message?: string;
  error?: string;
  account?: string;
  trace?: string;
  providerHost?: string;
}

/** Asks how a sign-in stands; with `wait`, answers when it changes or the seconds are over. */
export async function getSignIn(id: string, wait = 0, signal?: AbortSignal): Promise<SignIn> {
  const path = `/api/v1/sign-ins/${encodeURIComponent(id)}?wait=${wait}`;
  return (await request<SignIn>("GET", path, { signal })).data;
}

export async function cancelSignIn(id: string): Promise<void> {
  await request("POST", `/api/v1/sign-ins/${encodeURIComponent(id)}/cancel`, { body: {} });
}
