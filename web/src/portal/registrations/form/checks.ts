import { portalTexts } from "../../../texts/portal";
import type { Problems as ProblemsOf } from "./useForm";
import { type Field, splitLines, type Values } from "./values";

const { url: urlWords, form, app, oauth, more } = portalTexts.registrations;

export type Problems = ProblemsOf<Values>;

/**
 * What can be said while somebody types. The server checks all of it again and more; its word
 * counts.
 */
export function check(values: Values, hasSecret: boolean): Problems {
  const problems: Problems = {};
  const say = (field: Field, message: string | undefined) => {
    if (message) problems[field] = message;
  };
  const needed = (field: Field) => (String(values[field]).trim() ? undefined : form.required);
  say("name", needed("name"));
  say("baseUrl", needed("baseUrl") ?? checkUrl(values.baseUrl, true));
  say("clientId", needed("clientId"));
  say("clientSecret", checkSecret(values, hasSecret));
  if (values.restrictByApp === "ExistingApp") say("appId", checkAppId(values.appId));
  if (hasSecret && values.clientSecret && values.formerSecret === "keep")
    say("formerSecretUntil", needed("formerSecretUntil"));
  if (values.source === "issuer") {
    say("issuer", needed("issuer") ?? checkUrl(values.issuer));
  } else {
    for (const field of ["authorizationEndpoint", "tokenEndpoint"] as const) {
      say(field, needed(field) ?? checkUrl(values[field]));
    }
    for (const field of ["refreshEndpoint", "revocationEndpoint", "userinfoEndpoint"] as const) {
      say(field, values[field].trim() ? checkUrl(values[field]) : undefined);
    }
  }
  for (const field of PARAMETERS) say(field, checkParameters(values[field]));
  for (const field of SECONDS) say(field, /^\d*$/.test(values[field].trim()) ? "" : more.number);
  for (const field of POINTERS)
    say(field, /^($|\/)/.test(values[field].trim()) ? "" : more.pointer);
  return problems;
}

const PARAMETERS = ["authorizationParameters", "tokenParameters", "refreshParameters"] as const;
const SECONDS = ["refreshMarginSeconds", "defaultLifetimeSeconds", "reuseWindowSeconds"] as const;
const POINTERS = ["accountPointer", "tokenPointer"] as const;

/** The fields that stand under *More settings*. */
export const MORE_FIELDS: Field[] = [
  "clientAuthentication",
  "tokenRequestFormat",
  "scopeSeparator",
  "revocationEndpoint",
  "userinfoEndpoint",
  "admittedApps",
  "expiresInUnit",
  "redirectUriInQuery",
  "stateInTokenRequest",
  ...PARAMETERS,
  ...SECONDS,
  ...POINTERS,
];

/** What is wrong with a URL as typed, if anything. */
export function checkUrl(typed: string, base = false): string | undefined {
  const text = typed.trim();
  if (/[\s\\]/.test(text)) return urlWords.blank;
  if (!URL.canParse(text)) return urlWords.relative;
  const url = new URL(text);
  const local = /^(127\.\d+\.\d+\.\d+|\[::1\]|(.+\.)?localhost)$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && local)) return urlWords.scheme;
  if (url.username || url.password) return urlWords.credentials;
  if (text.includes("#")) return urlWords.fragment;
  if (base && text.includes("?")) return urlWords.query;
  return undefined;
}

function checkSecret(values: Values, hasSecret: boolean): string | undefined {
  const { clientSecret, clientAuthentication } = values;
  if (clientSecret.trim() !== clientSecret) return oauth.clientSecret.blanks;
  const needless = clientAuthentication === "none" || hasSecret;
  return clientSecret || needless ? undefined : form.required;
}

export function checkAppId(typed: string): string | undefined {
  const text = typed.trim();
  if (!text) return form.required;
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
    ? undefined
    : app.appId.malformed;
}

function checkParameters(text: string): string | undefined {
  const line = splitLines(text).find((line) => line.indexOf("=") < 1);
  return line === undefined ? undefined : more.parameterLine(line);
}
