import type {
  ClientAuthentication,
  Registration,
  RegistrationFields,
  RegistrationInput,
  RestrictByApp,
  RestrictByOrg,
  TokenRequestFormat,
} from "../../../api/registrations";

/** The form as it is typed: what the server reads as lists and numbers is text here. */
export interface Values {
  name: string;
  baseUrl: string;
  restrictByOrg: RestrictByOrg;
  restrictByApp: RestrictByApp;
  appId: string;
  /** Where the endpoints come from: `issuer` reads them from its metadata. */
  source: "typed" | "issuer";
  issuer: string;
  clientId: string;
  clientSecret: string;
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
}

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
};

const lines = (entries: Record<string, string>) =>
  Object.entries(entries)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");

/** A registration as the form shows it; its secret is not among what there is to show. */
export function fromRegistration(saved: Registration): Values {
  return {
    ...EMPTY,
    name: saved.name,
    baseUrl: saved.baseUrl,
    restrictByOrg: saved.restrictByOrg,
    restrictByApp: saved.restrictByApp,
    appId: saved.appId ?? "",
    source: saved.issuer ? "issuer" : "typed",
    issuer: saved.issuer ?? "",
    clientId: saved.clientId,
    authorizationEndpoint: saved.authorizationEndpoint,
    tokenEndpoint: saved.tokenEndpoint,
    refreshEndpoint: saved.refreshEndpoint ?? "",
    scopes: saved.scopes.join(" "),
    pkce: saved.pkce,
    clientAuthentication: saved.clientAuthentication ?? "",
    tokenRequestFormat: saved.tokenRequestFormat,
    scopeSeparator: saved.scopeSeparator,
    revocationEndpoint: saved.revocationEndpoint ?? "",
    userinfoEndpoint: saved.userinfoEndpoint ?? "",
    authorizationParameters: lines(saved.authorizationParameters),
    tokenParameters: lines(saved.tokenParameters),
    refreshParameters: lines(saved.refreshParameters),
    refreshMarginSeconds: saved.refreshMarginSeconds?.toString() ?? "",
    defaultLifetimeSeconds: saved.defaultLifetimeSeconds?.toString() ?? "",
    reuseWindowSeconds: saved.reuseWindowSeconds.toString(),
    accountPointer: saved.accountPointer ?? "",
    tokenPointer: saved.tokenPointer ?? "",
    admittedApps: saved.admittedApps.join("\n"),
  };
}

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
const blankIsNull = (text: string) => text.trim() || null;

/** What is sent. With an issuer, the endpoints are its own. */
export function toInput(values: Values, id?: string): RegistrationInput {
  const byIssuer = values.source === "issuer";
  const endpoint = (text: string) => (byIssuer ? "" : text.trim());
  const fields: RegistrationFields = {
    name: values.name.trim(),
    baseUrl: values.baseUrl.trim(),
    restrictByOrg: values.restrictByOrg,
    restrictByApp: values.restrictByApp,
    appId: values.restrictByApp === "ExistingApp" ? values.appId.trim() : null,
    issuer: byIssuer ? values.issuer.trim() : null,
    clientId: values.clientId.trim(),
    authorizationEndpoint: endpoint(values.authorizationEndpoint),
    tokenEndpoint: endpoint(values.tokenEndpoint),
    refreshEndpoint: blankIsNull(endpoint(values.refreshEndpoint)),
    revocationEndpoint: blankIsNull(endpoint(values.revocationEndpoint)),
    userinfoEndpoint: blankIsNull(endpoint(values.userinfoEndpoint)),
    scopes: values.scopes.split(/\s+/).filter(Boolean),
    scopeSeparator: values.scopeSeparator,
    pkce: values.pkce,
    clientAuthentication: values.clientAuthentication || null,
    tokenRequestFormat: values.tokenRequestFormat,
    authorizationParameters: parameters(values.authorizationParameters),
    tokenParameters: parameters(values.tokenParameters),
    refreshParameters: parameters(values.refreshParameters),
    refreshMarginSeconds: seconds(values.refreshMarginSeconds),
    accountPointer: blankIsNull(values.accountPointer),
    tokenPointer: blankIsNull(values.tokenPointer),
    defaultLifetimeSeconds: seconds(values.defaultLifetimeSeconds),
    reuseWindowSeconds: seconds(values.reuseWindowSeconds) ?? 0,
    admittedApps: values.restrictByApp === "ExistingApp" ? splitLines(values.admittedApps) : [],
  };
  return {
    ...fields,
    ...(id && { id }),
    ...(values.clientSecret && { clientSecret: values.clientSecret }),
  };
}
