import { queryOptions } from "@tanstack/react-query";
import { getApiKey } from "../api/apiKeys";
import { getApps } from "../api/apps";
import { request } from "../api/client";
import { getRegistration, getRegistrations, getUses } from "../api/registrations";

export const registrationsQuery = queryOptions({
  queryKey: ["registrations"],
  queryFn: ({ signal }) => getRegistrations(signal),
});

export const registrationQuery = (id: string) =>
  queryOptions({
    queryKey: ["registrations", id],
    queryFn: ({ signal }) => getRegistration(id, signal),
  });

export const usesQuery = (id: string) =>
  queryOptions({
    queryKey: ["uses", id],
    queryFn: ({ signal }) => getUses(id, signal),
  });

export const apiKeyQuery = (id: string) =>
  queryOptions({
    queryKey: ["apiKeys", id],
    queryFn: ({ signal }) => getApiKey(id, signal),
  });

export const appsQuery = queryOptions({
  queryKey: ["apps"],
  queryFn: ({ signal }) => getApps(signal),
});

/** API key registrations by name, for a picker: the first hundred. */
export const apiKeyChoicesQuery = queryOptions({
  queryKey: ["apiKeys", "choices"],
  queryFn: async ({ signal }) => {
    const path = "/api/v1/api-keys?limit=100";
    const answer = await request<{ apiKeys: { id: string; name: string }[] }>("GET", path, {
      signal,
    });
    return answer.data.apiKeys;
  },
});
