import { useEffect, useRef } from "react";
import type { CommandContext } from "../api/extensions";
import { getSignIn, type SignIn } from "../api/signIns";
import { reopen } from "./reopen";
import { recallSearch } from "./resume";

/** What the flyout shows. */
export interface Opened {
  /** A new key is a new flyout. */
  key: string;
  appId: string;
  commandId?: string;
  context: CommandContext;
  initial?: Record<string, string>;
  autorun?: boolean;
  earlier?: SignIn;
}

/** Takes up the search that a sign-in in this tab had interrupted. */
export function useResume(signInId: string | undefined, open: (opened: Opened) => void) {
  const taken = useRef(false);
  useEffect(() => {
    if (!signInId || taken.current) return;
    taken.current = true;
    const query = recallSearch(signInId);
    if (!query) return;
    getSignIn(signInId)
      .then((outcome) => open(reopen(query, outcome)))
      .catch(() => open(reopen(query)));
  }, [signInId, open]);
}
