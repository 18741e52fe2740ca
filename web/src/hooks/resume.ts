import type { SearchQuery } from "./useSearch";

const KEY = "cloakroom.resume.";

/** Keeps a search over a sign-in in this tab. */
export function rememberSearch(signInId: string, query: SearchQuery) {
  sessionStorage.setItem(KEY + signInId, JSON.stringify(query));
}

/** Gives the search back once. */
export function recallSearch(signInId: string): SearchQuery | null {
  const stored = sessionStorage.getItem(KEY + signInId);
  sessionStorage.removeItem(KEY + signInId);
  return stored ? (JSON.parse(stored) as SearchQuery) : null;
}
