import { queryOptions } from "@tanstack/react-query";
import { getApiKey } from "../api/apiKeys";
import { getApps } from "../api/apps";
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
