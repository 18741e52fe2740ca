import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { getApiKey } from "../api/apiKeys";
import { findApps, getApp, type InstalledApp } from "../api/apps";
import { findRegistrations, getRegistration, getUses } from "../api/registrations";

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

export const appQuery = (id: string) =>
  queryOptions({
    queryKey: ["apps", id],
    queryFn: ({ signal }) => getApp(id, signal),
  });

/** Puts an app in the place of what was known of it. */
export function keepApp(client: QueryClient, app: InstalledApp) {
  client.setQueryData(appQuery(app.appId).queryKey, app);
  client.invalidateQueries({ queryKey: ["apps", "list"] });
  client.invalidateQueries({ queryKey: ["extensions"] });
}

/** The first of the registrations, for who wants to know whether there are any. */
export const someRegistrationsQuery = queryOptions({
  queryKey: ["registrations", "list", "some"],
  queryFn: ({ signal }) => findRegistrations({}, signal),
});

export const someAppsQuery = queryOptions({
  queryKey: ["apps", "list", "some"],
  queryFn: ({ signal }) => findApps({}, signal),
});
