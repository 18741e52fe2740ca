import { useCallback, useEffect, useReducer, useRef } from "react";
import type { SearchAnswer } from "../api/invokeAnswer";
import { cancelSignIn, type SignIn } from "../api/signIns";
import {
  hasEnded,
  initialSignIn,
  type Prompt,
  type SignInState,
  signInReducer,
} from "./signInState";
import { openSignInWindow } from "./signInWindow";
import { useLooksClosed } from "./useLooksClosed";
import { useSignInOutcome } from "./useSignInOutcome";

export interface SignInControls {
  state: SignInState;
  start: () => void;
  again: () => Promise<void>;
  cancel: () => Promise<void>;
}

interface Options {
  prompt: Prompt;
  /** How an earlier try in this tab ended. */
  earlier?: SignIn;
  renew: () => Promise<SearchAnswer>;
  onCompleted: (account?: string) => void;
}

/** A sign-in from the card's side: the window, what the server says of it, and trying again. */
export function useSignIn({ prompt, earlier, renew, onCompleted }: Options): SignInControls {
  const [state, dispatch] = useReducer(signInReducer, initialSignIn(prompt, earlier));
  const popup = useRef<Window | null>(null);
  const completed = useRef(onCompleted);
  completed.current = onCompleted;

  const opened = useCallback((opened: Window | null) => {
    popup.current = opened;
    dispatch({ type: "opened", blocked: opened === null });
  }, []);
  const start = useCallback(
    () => opened(openSignInWindow(state.prompt.link)),
    [opened, state.prompt],
  );

  // A consumed link needs a fresh one, yet a window may only be opened at the click: it opens first.
  const again = useCallback(async () => {
    // One that is still open stays as it is meanwhile: led to an empty page, which would have this
    // page's opener policy, it would be cut off from us.
    const still = popup.current?.closed === false ? popup.current : null;
    const opening = still ?? openSignInWindow("about:blank");
    dispatch({ type: "opening" });
    const answer = await renew().catch(() => null);
    if (answer?.kind === "auth") {
      dispatch({ type: "prompted", prompt: { id: answer.signInId, link: answer.link } });
      if (opening) {
        opening.location.replace(answer.link);
        opening.focus();
      }
      opened(opening);
    } else {
      opening?.close();
      completed.current();
    }
  }, [opened, renew]);

  const cancel = useCallback(async () => {
    const { id } = state.prompt;
    popup.current?.close();
    await cancelSignIn(id).catch(() => undefined);
    dispatch({ type: "reported", outcome: { id, status: "cancelled" } });
  }, [state.prompt]);

  const asking = state.begun && !hasEnded(state.outcome);
  useSignInOutcome(state.prompt.id, asking, (outcome) => dispatch({ type: "reported", outcome }));
  useLooksClosed(popup, asking, (closed) => dispatch({ type: "looksClosed", closed }));
  useEffect(() => {
    if (state.begun && state.outcome?.status === "completed")
      completed.current(state.outcome.account);
  }, [state.begun, state.outcome]);

  return { state, start, again, cancel };
}
