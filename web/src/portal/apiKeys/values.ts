import type { ApiKey, ApiKeyInput, KeyInUse } from "../../api/apiKeys";
import { portalTexts } from "../../texts/portal";
import { checkAppId, checkUrl } from "../registrations/form/checks";
import type { Problems } from "../registrations/form/useForm";
import { type AppValues, splitLines } from "../registrations/form/values";

const words = portalTexts.apiKeys.form;
const { required } = portalTexts.registrations.form;

/** The form as it is typed. */
export interface Values extends AppValues {
  key: string;
  secondKey: string;
  removeSecondKey: boolean;
  inUse: KeyInUse;
  admittedApps: string;
}

export const EMPTY: Values = {
  name: "",
  baseUrl: "",
  restrictByOrg: "MyOrganization",
  restrictByApp: "AnyApp",
  appId: "",
  key: "",
  secondKey: "",
  removeSecondKey: false,
  inUse: "first",
  admittedApps: "",
};

/** A registration as the form shows it; its keys are not among what there is to show. */
export function fromApiKey(saved: ApiKey): Values {
  const { name, baseUrl, restrictByOrg, restrictByApp, inUse } = saved;
  return {
    ...EMPTY,
    name,
    baseUrl,
    restrictByOrg,
    restrictByApp,
    inUse,
    appId: saved.appId ?? "",
    admittedApps: saved.admittedApps.join("\n"),
  };
}

/** What can be said while somebody types. The server's word counts. */
export function check(values: Values, saved?: ApiKey): Problems<Values> {
  const problems: Problems<Values> = {};
  const say = (field: keyof Values, message: string | undefined) => {
    if (message) problems[field] = message;
  };
  const needed = (text: string) => (text.trim() ? undefined : required);
  say("name", needed(values.name));
  say("baseUrl", needed(values.baseUrl) ?? checkUrl(values.baseUrl, true));
  if (values.restrictByApp === "ExistingApp") say("appId", checkAppId(values.appId));
  say("key", values.key || saved ? checkKey(values.key) : required);
  say("secondKey", checkKey(values.secondKey));
  const second = values.secondKey !== "" || (saved?.hasSecondKey && !values.removeSecondKey);
  if (values.inUse === "second" && !second) say("inUse", words.inUse.noSecond);
  return problems;
}

/** RFC 9110 §5.5: a key stands in a header. */
function checkKey(key: string): string | undefined {
  if (!key) return undefined;
  if (!/^[\x21-\x7e]+$/.test(key)) return words.key.characters;
  return key.length < 10 || key.length > 2048 ? words.key.length : undefined;
}

/** What is sent. */
export function toInput(values: Values): ApiKeyInput {
  const bound = values.restrictByApp === "ExistingApp";
  return {
    name: values.name.trim(),
    baseUrl: values.baseUrl.trim(),
    restrictByOrg: values.restrictByOrg,
    restrictByApp: values.restrictByApp,
    appId: bound ? values.appId.trim() : "",
    admittedApps: bound ? splitLines(values.admittedApps) : [],
    inUse: values.inUse,
    ...(values.key && { key: values.key }),
    ...(values.secondKey && { secondKey: values.secondKey }),
    ...(values.removeSecondKey && !values.secondKey && { removeSecondKey: true }),
  };
}
