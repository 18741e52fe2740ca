import type { SearchQuery } from "./useSearch";

const KEY = "cloakroom.queries";
/** More are not remembered: somebody who replays does so soon. */
const MOST = 50;

type Kept = [code: string, query: SearchQuery][];

function kept(): Kept {
  return JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
}

/**
 * Remembers, in this tab alone, what was searched for under a trace's code: traces hold no values,
 * so only who searched can search for the same again.
 */
export function rememberQuery(code: string, query: SearchQuery) {
  const others = kept().filter(([other]) => other !== code);
  sessionStorage.setItem(KEY, JSON.stringify([...others, [code, query]].slice(-MOST)));
}

export function recallQuery(code: string): SearchQuery | undefined {
  return kept().find(([other]) => other === code)?.[1];
}
