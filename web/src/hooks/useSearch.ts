import { useCallback, useEffect, useRef, useState } from "react";
import type { CommandContext } from "../api/extensions";
import { search } from "../api/invoke";
import type { Attachment, AuthAnswer, MessageAnswer, SearchAnswer } from "../api/invokeAnswer";
import { isAborted, Problem, UNREACHABLE } from "../api/problem";
import { texts } from "../texts";

export const PAGE_SIZE = 25;

/** What is searched for: enough to search again, here or after a sign-in in this tab. */
export interface SearchQuery {
  appId: string;
  commandId: string;
  context: CommandContext;
  parameters: { name: string; value: string }[];
}

export type SearchState =
  | { kind: "idle" }
  | { kind: "loading" }
  | { kind: "cancelled" }
  | {
      kind: "results";
      layout: "list" | "grid";
      attachments: Attachment[];
      hasMore: boolean;
      loadingMore: boolean;
      pageProblem?: Problem;
    }
  | { kind: "auth"; answer: AuthAnswer }
  | { kind: "message"; answer: MessageAnswer }
  | { kind: "problem"; problem: Problem };

export interface Search {
  state: SearchState;
  run: (query: SearchQuery) => Promise<void>;
  /** Searches for the same once more. */
  repeat: () => Promise<void>;
  /** Asks once more without showing the answer: for a fresh sign-in link. */
  renew: () => Promise<SearchAnswer>;
  more: () => Promise<void>;
  cancel: () => void;
}

/** One search at a time: a new one, or leaving, ends the one before. */
export function useSearch(onTraced: (code: string, query: SearchQuery) => void): Search {
  const [state, setState] = useState<SearchState>({ kind: "idle" });
  const query = useRef<SearchQuery | null>(null);
  const controller = useRef<AbortController | null>(null);
  const traced = useRef(onTraced);
  traced.current = onTraced;

  useEffect(() => () => controller.current?.abort(), []);

  const ask = useCallback(async (skip: number): Promise<SearchAnswer> => {
    const wanted = query.current;
    if (!wanted) throw new Problem(UNREACHABLE, {}, texts.errors.unexpected);
    controller.current?.abort();
    const own = new AbortController();
    controller.current = own;
    const answer = await search({ ...wanted, skip, count: PAGE_SIZE }, own.signal);
    if (answer.trace) traced.current(answer.trace, wanted);
    return answer;
  }, []);

  const repeat = useCallback(async () => {
    setState({ kind: "loading" });
    try {
      setState(firstPage(await ask(0)));
    } catch (error) {
      if (!isAborted(error)) setState({ kind: "problem", problem: asProblem(error) });
    }
  }, [ask]);

  const run = useCallback(
    (next: SearchQuery) => {
      query.current = next;
      return repeat();
    },
    [repeat],
  );

  const more = useCallback(async () => {
    if (state.kind !== "results" || state.loadingMore || !state.hasMore) return;
    setState({ ...state, loadingMore: true, pageProblem: undefined });
    try {
      setState(nextPage(state, await ask(state.attachments.length)));
    } catch (error) {
      if (!isAborted(error)) {
        setState({ ...state, loadingMore: false, pageProblem: asProblem(error) });
      }
    }
  }, [ask, state]);

  const cancel = useCallback(() => {
    controller.current?.abort();
    setState({ kind: "cancelled" });
  }, []);

  const renew = useCallback(() => ask(0), [ask]);
  return { state, run, repeat, renew, more, cancel };
}

function firstPage(answer: SearchAnswer): SearchState {
  if (answer.kind === "auth") return { kind: "auth", answer };
  if (answer.kind === "message") return { kind: "message", answer };
  const hasMore = answer.attachments.length >= PAGE_SIZE;
  const { layout, attachments } = answer;
  return { kind: "results", layout, attachments, hasMore, loadingMore: false };
}

function nextPage(before: SearchState & { kind: "results" }, answer: SearchAnswer): SearchState {
  if (answer.kind !== "result") return firstPage(answer);
  const attachments = [...before.attachments, ...answer.attachments];
  const hasMore = answer.attachments.length >= PAGE_SIZE;
  return { ...before, attachments, hasMore, loadingMore: false };
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem
    ? error
    : new Problem(UNREACHABLE, { code: "unexpected" }, texts.errors.unexpected);
}
