import { describe, expect, it } from "vitest";
import { registration } from "../../../test/registrations";
import { check, checkUrl } from "./checks";
import { day, EMPTY, fromRegistration, toInput } from "./values";

const whole = {
  ...EMPTY,
  name: "Repairs",
  baseUrl: "https://api.example.com/v1",
  clientId: "id",
  clientSecret: "secret",
  authorizationEndpoint: "https://login.example.com/authorize",
  tokenEndpoint: "https://login.example.com/token",
};

it("a whole form has no problem, and an empty one names what is needed", () => {
  expect(check(whole, false)).toEqual({});
  expect(Object.keys(check(EMPTY, false)).toSorted()).toEqual([
    "authorizationEndpoint",
    "baseUrl",
    "clientId",
    "clientSecret",
    "name",
    "tokenEndpoint",
  ]);
});

it("with an issuer no endpoint is needed, and none is sent", () => {
  const values = { ...whole, source: "issuer" as const, issuer: "https://login.example.com" };
  expect(check({ ...values, authorizationEndpoint: "nonsense" }, false)).toEqual({});
  expect(toInput(values)).toMatchObject({
    issuer: "https://login.example.com",
    authorizationEndpoint: "",
    refreshEndpoint: "",
  });
});

it("a kept secret need not be typed, and is not sent blank", () => {
  const values = { ...whole, clientSecret: "" };
  expect(check(values, true)).toEqual({});
  expect(toInput(values)).not.toHaveProperty("clientSecret");
});

it("a secret that was copied with its blanks is told", () => {
  expect(check({ ...whole, clientSecret: "secret " }, false)).toHaveProperty("clientSecret");
});

it("an app's ID is needed for an existing app only, and looks like one", () => {
  const existing = { ...whole, restrictByApp: "ExistingApp" as const };
  expect(check(existing, false)).toHaveProperty("appId");
  expect(check({ ...existing, appId: "repairs" }, false)).toHaveProperty("appId");
  const id = "0f3a2b4c-0000-4000-8000-00000000000a";
  expect(check({ ...existing, appId: id }, false)).toEqual({});
  expect(toInput({ ...whole, appId: id }).appId).toBe("");
});

it("parameters are read by line, and a line without a name is told", () => {
  const values = { ...whole, authorizationParameters: "access_type=offline\n\nprompt=a=b" };
  expect(toInput(values).authorizationParameters).toEqual({
    access_type: "offline",
    prompt: "a=b",
  });
  expect(check({ ...whole, tokenParameters: "=x" }, false)).toHaveProperty("tokenParameters");
});

it("a saved registration goes into the form and out again unchanged", () => {
  const { id, redirectUrl, version, hasSecret, hasFormerSecret, ...rest } = registration;
  const { createdAt, changedAt, broken, announcesIss, ...fields } = rest;
  const unusual = {
    ...fields,
    expiresInUnit: "milliseconds" as const,
    basicParts: { user: "clientSecret" as const, password: "empty" as const },
    redirectUriInQuery: true,
    stateInTokenRequest: true,
  };
  expect(toInput(fromRegistration({ ...registration, ...unusual }), id)).toEqual({
    ...unusual,
    id,
    appId: "",
    issuer: null,
    refreshEndpoint: "",
    revocationEndpoint: "",
    userinfoEndpoint: "",
    accountPointer: "",
    tokenPointer: "",
    defaultLifetimeSeconds: null,
  });
});

it("the secret before is kept until the end of a day, and only beside a new one", () => {
  const keep = { ...whole, formerSecret: "keep" as const, formerSecretUntil: "2026-03-31" };
  expect(toInput(keep).formerSecretUntil).toBe(new Date("2026-03-31T23:59:59").getTime());
  expect(toInput({ ...keep, clientSecret: "" })).not.toHaveProperty("formerSecretUntil");
  expect(check({ ...keep, formerSecretUntil: "" }, true)).toHaveProperty("formerSecretUntil");
  expect(check({ ...keep, formerSecretUntil: "" }, false)).toEqual({});
  expect(day(1, new Date(2026, 11, 31, 12).getTime())).toBe("2027-01-01");
});

describe("a URL", () => {
  it.each([
    ["https://api.example.com", true],
    ["http://127.0.0.1:8788/token", true],
    ["http://[::1]:8788/token", true],
    ["http://api.localhost/token", true],
    ["http://api.example.com", false],
    ["ftp://127.0.0.1", false],
    ["api.example.com/v1", false],
    ["https://api.example.com/a b", false],
    ["https://user:word@api.example.com", false],
    ["https://api.example.com/#x", false],
    ["https://localhost.example.com", true],
    ["http://localhost.example.com", false],
  ])("%s: %s", (url, fine) => {
    expect(checkUrl(url) === undefined).toBe(fine);
  });

  it("has no query where it is a base URL", () => {
    expect(checkUrl("https://api.example.com/?a", true)).toBeDefined();
    expect(checkUrl("https://api.example.com/?a")).toBeUndefined();
  });
});
