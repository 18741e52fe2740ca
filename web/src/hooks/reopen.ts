import type { SignIn } from "../api/signIns";
import type { Opened } from "./useResume";
import type { SearchQuery } from "./useSearch";

/** The flyout as it stood for this search, searching once more. */
export function reopen(query: SearchQuery, earlier?: SignIn): Opened {
  return {
    key: crypto.randomUUID(),
    appId: query.appId,
    commandId: query.commandId,
    context: query.context,
    initial: Object.fromEntries(query.parameters.map(({ name, value }) => [name, value])),
    autorun: true,
    earlier,
  };
}

/** The flyout of an app, as its button opens it. */
export function openApp(appId: string): Opened {
  return { key: crypto.randomUUID(), appId, context: "compose" };
}
