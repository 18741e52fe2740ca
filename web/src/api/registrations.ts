import type { Asked, ListPage } from "./list";
import { given, portal, type Schemas, seen } from "./portal";

export type RestrictByOrg = Schemas["RestrictByOrg"];
export type RestrictByApp = Schemas["RestrictByApp"];
export type ClientAuthentication = Schemas["ClientAuthentication"];
export type TokenRequestFormat = Schemas["TokenRequestFormat"];
export type Registration = Schemas["RegistrationView"];
/** The fields, and a secret where one was typed: it goes in and never comes out again. */
export type RegistrationInput = Schemas["RegistrationInput"];
export type Reservation = Schemas["Reserved"];
export type RegistrationUses = Schemas["RegistrationUses"];
export type Discovered = Schemas["DiscoveredView"];
export type Preset = Schemas["PresetView"];

export async function findRegistrations(
  query: Asked,
  signal?: AbortSignal,
): Promise<ListPage<Registration>> {
  const answer = await portal.GET("/api/v1/registrations", { params: { query }, signal });
  const { registrations, next } = given(answer);
  return { rows: registrations, next: next ?? undefined };
}

export async function getRegistration(id: string, signal?: AbortSignal): Promise<Registration> {
  return given(
    await portal.GET("/api/v1/registrations/{id}", { params: { path: { id } }, signal }),
  );
}

/** What breaks with a registration, of an OAuth client or an API key. */
export async function getUses(id: string, signal?: AbortSignal): Promise<RegistrationUses> {
  const params = { path: { id } };
  return given(await portal.GET("/api/v1/registrations/{id}/uses", { params, signal }));
}

/** Providers want the redirect URL before there is anything to save. */
export async function reserveRegistration(): Promise<Reservation> {
  return given(await portal.POST("/api/v1/registrations/reserve"));
}

export async function createRegistration(body: RegistrationInput): Promise<Registration> {
  return given(await portal.POST("/api/v1/registrations", { body }));
}

/** Saves over the version that was seen, and over no other. */
export async function updateRegistration(
  id: string,
  version: number,
  body: RegistrationInput,
): Promise<Registration> {
  const params = { path: { id }, header: seen(version) };
  return given(await portal.PUT("/api/v1/registrations/{id}", { params, body }));
}

/** Puts the secret before in force again. */
export async function swapSecrets(id: string, version: number): Promise<Registration> {
  const params = { path: { id }, header: seen(version) };
  return given(await portal.POST("/api/v1/registrations/{id}/swap-secrets", { params }));
}

export async function deleteRegistration(id: string, version: number): Promise<void> {
  const params = { path: { id }, header: seen(version) };
  await portal.DELETE("/api/v1/registrations/{id}", { params });
}

/** What an issuer says of itself. */
export async function discover(issuer: string, signal?: AbortSignal): Promise<Discovered> {
  return given(await portal.POST("/api/v1/registrations/discover", { body: { issuer }, signal }));
}

export async function getPresets(signal?: AbortSignal): Promise<Preset[]> {
  return given(await portal.GET("/api/v1/presets", { signal })).presets;
}

/** The fields to begin with; `variables` say what differs by customer. */
export async function getPresetFields(
  id: string,
  variables: Record<string, string>,
): Promise<RegistrationInput> {
  return given(
    await portal.GET("/api/v1/presets/{id}", {
      params: { path: { id }, query: { variables } },
      querySerializer: { object: { style: "form", explode: true } },
    }),
  );
}
