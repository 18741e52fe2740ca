import type {
  ClientAuthentication,
  Registration,
  RegistrationInput,
  RestrictByApp,
  RestrictByOrg,
  TokenRequestFormat,
} from "../../../api/registrations";

/** *App settings*, which all registrations have. */
export interface AppValues {
  name: string;
  baseUrl: string;
  restrictByOrg: RestrictByOrg;
  restrictByApp: RestrictByApp;
  appId: string;
}

/** The form as it is typed: what the server reads as lists and numbers is text here. */
export interface Values extends AppValues {
  /** Where the endpoints come from: `issuer` reads them from its metadata. */
  source: "typed" | "issuer";
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What becomes of the secret that a new one replaces. */
  formerSecret: "destroy" | "keep";
  /** The last day on which it is kept, as `2026-03-31`. */
  formerSecretUntil: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  refreshEndpoint: string;
  scopes: string;
  pkce: boolean;
  clientAuthentication: ClientAuthentication | "";
  tokenRequestFormat: TokenRequestFormat;
  scopeSeparator: string;
  revocationEndpoint: string;
  userinfoEndpoint: string;
  authorizationParameters: string;
  tokenParameters: string;
  refreshParameters: string;
  refreshMarginSeconds: string;
  defaultLifetimeSeconds: string;
  reuseWindowSeconds: string;
  accountPointer: string;
  tokenPointer: string;
  admittedApps: string;
  expiresInUnit: "seconds" | "milliseconds";
  basicUser: BasicPart;
  basicPassword: BasicPart;
  redirectUriInQuery: boolean;
  stateInTokenRequest: boolean;
}

type BasicPart = Registration["basicParts"]["user"];

export type Field = keyof Values;

export const EMPTY: Values = {
  name: "",
  baseUrl: "",
  restrictByOrg: "MyOrganization",
  restrictByApp: "AnyApp",
  appId: "",
  source: "typed",
  issuer: "",
  clientId: "",
  clientSecret: "",
  formerSecret: "destroy",
  formerSecretUntil: "",
  authorizationEndpoint: "",
  tokenEndpoint: "",
  refreshEndpoint: "",
  scopes: "",
  pkce: true,
  clientAuthentication: "",
  tokenRequestFormat: "form",
  scopeSeparator: " ",
  revocationEndpoint: "",
  userinfoEndpoint: "",
  authorizationParameters: "",
  tokenParameters: "",
  refreshParameters: "",
  refreshMarginSeconds: "",
  defaultLifetimeSeconds: "",
  reuseWindowSeconds: "0",
  accountPointer: "",
  tokenPointer: "",
  admittedApps: "",
  expiresInUnit: "seconds",
  basicUser: "clientId",
  basicPassword: "clientSecret",
  redirectUriInQuery: false,
  stateInTokenRequest: false,
};

/** The longest that the secret before is kept beside a new one. */
export const LONGEST_OVERLAP_DAYS = 90;

/** The day so many days from today, as a date field has it. */
export function day(from: number, now = Date.now()): string {
  const at = new Date(now);
  at.setDate(at.getDate() + from);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The end of a day, in milliseconds. */
const endOf = (date: string) => new Date(`${date}T23:59:59`).getTime();

const lines = (entries: Record<string, string> = {}) =>
  Object.entries(entries)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");

/** A registration as the form shows it; its secret is not among what there is to show. */
export function fromRegistration(saved: Registration): Values {
  return { ...EMPTY, ...fromFields(saved) };
}

/** The fields of a registration, or of what is known of a provider, as the form shows them. */
export function fromFields(fields: RegistrationInput | Registration): Partial<Values> {
  const text = (value: string | null | undefined) => value ?? "";
  const shown: { [F in keyof Values]: Values[F] | undefined } = {
    ...NOT_OF_FIELDS,
    name: fields.name,
    baseUrl: fields.baseUrl,
    restrictByOrg: fields.restrictByOrg,
    restrictByApp: fields.restrictByApp,
    appId: text(fields.appId),
    source: fields.issuer ? "issuer" : "typed",
    issuer: text(fields.issuer),
    clientId: fields.clientId,
    authorizationEndpoint: fields.authorizationEndpoint,
    tokenEndpoint: fields.tokenEndpoint,
    refreshEndpoint: text(fields.refreshEndpoint),
    scopes: fields.scopes?.join(" "),
    pkce: fields.pkce,
    clientAuthentication: fields.clientAuthentication ?? "",
    tokenRequestFormat: fields.tokenRequestFormat ?? EMPTY.tokenRequestFormat,
    scopeSeparator: fields.scopeSeparator ?? EMPTY.scopeSeparator,
    revocationEndpoint: text(fields.revocationEndpoint),
    userinfoEndpoint: text(fields.userinfoEndpoint),
    authorizationParameters: lines(fields.authorizationParameters),
    tokenParameters: lines(fields.tokenParameters),
    refreshParameters: lines(fields.refreshParameters),
    refreshMarginSeconds: text(fields.refreshMarginSeconds?.toString()),
    defaultLifetimeSeconds: text(fields.defaultLifetimeSeconds?.toString()),
    reuseWindowSeconds: String(fields.reuseWindowSeconds ?? 0),
    accountPointer: text(fields.accountPointer),
    tokenPointer: text(fields.tokenPointer),
    admittedApps: text(fields.admittedApps?.join("\n")),
    expiresInUnit: fields.expiresInUnit ?? EMPTY.expiresInUnit,
    basicUser: fields.basicParts?.user ?? EMPTY.basicUser,
    basicPassword: fields.basicParts?.password ?? EMPTY.basicPassword,
    redirectUriInQuery: fields.redirectUriInQuery ?? false,
    stateInTokenRequest: fields.stateInTokenRequest ?? false,
  };
  const known = Object.entries(shown).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Partial<Values>;
}

/** What is typed anew each time. */
const NOT_OF_FIELDS = {
  clientSecret: undefined,
  formerSecret: undefined,
  formerSecretUntil: undefined,
};

export const splitLines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

function parameters(text: string): Record<string, string> {
  const entries = splitLines(text).map((line) => {
    const at = line.indexOf("=");
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(entries);
}

const seconds = (text: string) => (text.trim() === "" ? null : Number(text));

/** What is sent. With an issuer, the endpoints are its own. */
export function toInput(values: Values, id?: string): RegistrationInput {
  const byIssuer = values.source === "issuer";
  const endpoint = (text: string) => (byIssuer ? "" : text.trim());
  const fields: RegistrationInput = {
    name: values.name.trim(),
    baseUrl: values.baseUrl.trim(),
    restrictByOrg: values.restrictByOrg,
    restrictByApp: values.restrictByApp,
    appId: values.restrictByApp === "ExistingApp" ? values.appId.trim() : "",
    issuer: byIssuer ? values.issuer.trim() : null,
    clientId: values.clientId.trim(),
    authorizationEndpoint: endpoint(values.authorizationEndpoint),
    tokenEndpoint: endpoint(values.tokenEndpoint),
    refreshEndpoint: endpoint(values.refreshEndpoint),
    revocationEndpoint: endpoint(values.revocationEndpoint),
    userinfoEndpoint: endpoint(values.userinfoEndpoint),
    scopes: values.scopes.split(/\s+/).filter(Boolean),
    scopeSeparator: values.scopeSeparator,
    pkce: values.pkce,
    clientAuthentication: values.clientAuthentication || null,
    tokenRequestFormat: values.tokenRequestFormat,
    authorizationParameters: parameters(values.authorizationParameters),
    tokenParameters: parameters(values.tokenParameters),
    refreshParameters: parameters(values.refreshParameters),
    refreshMarginSeconds: seconds(values.refreshMarginSeconds),
    accountPointer: values.accountPointer.trim(),
    tokenPointer: values.tokenPointer.trim(),
    defaultLifetimeSeconds: seconds(values.defaultLifetimeSeconds),
    reuseWindowSeconds: seconds(values.reuseWindowSeconds) ?? 0,
    admittedApps: values.restrictByApp === "ExistingApp" ? splitLines(values.admittedApps) : [],
    expiresInUnit: values.expiresInUnit,
    basicParts: { user: values.basicUser, password: values.basicPassword },
    redirectUriInQuery: values.redirectUriInQuery,
    stateInTokenRequest: values.stateInTokenRequest,
  };
  const keeps = values.clientSecret && values.formerSecret === "keep";
  return {
    ...fields,
    ...(id && { id }),
    ...(values.clientSecret && { clientSecret: values.clientSecret }),
    ...(keeps && { formerSecretUntil: endOf(values.formerSecretUntil) }),
  };
}
