import { queryOptions } from "@tanstack/react-query";
import { getApps } from "../api/apps";
import { getRegistration, getRegistrations } from "../api/registrations";

export const registrationsQuery = queryOptions({
  queryKey: ["registrations"],
  queryFn: ({ signal }) => getRegistrations(signal),
});

export const registrationQuery = (id: string) =>
  queryOptions({
    queryKey: ["registrations", id],
    queryFn: ({ signal }) => getRegistration(id, signal),
  });

export const appsQuery = queryOptions({
  queryKey: ["apps"],
  queryFn: ({ signal }) => getApps(signal),
});
