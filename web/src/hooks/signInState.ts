import type { SignIn, SignInStatus } from "../api/signIns";

/** One sign-in link, as an `auth` answer gives it. */
export interface Prompt {
  id: string;
  link: string;
}

export interface SignInState {
  prompt: Prompt;
  /** Whether the user has begun, so that the server is asked how it stands. */
  begun: boolean;
  /** The window looks closed. Only a hint: a provider's page may hide it from us. */
  closed: boolean;
  blocked: boolean;
  opening: boolean;
  outcome: SignIn | null;
}

export type SignInEvent =
  | { type: "prompted"; prompt: Prompt; outcome?: SignIn }
  | { type: "opening" }
  | { type: "opened"; blocked: boolean }
  | { type: "looksClosed"; closed: boolean }
  | { type: "reported"; outcome: SignIn };

const ENDED: SignInStatus[] = ["completed", "denied", "failed", "cancelled", "expired"];

export function hasEnded(outcome: SignIn | null): boolean {
  return outcome !== null && ENDED.includes(outcome.status);
}

export function initialSignIn(prompt: Prompt, outcome?: SignIn): SignInState {
  return {
    prompt,
    outcome: outcome ?? null,
    begun: false,
    closed: false,
    blocked: false,
    opening: false,
  };
}

/** How the card changes. What the server reports always wins over what the window looks like. */
export function signInReducer(state: SignInState, event: SignInEvent): SignInState {
  switch (event.type) {
    case "prompted":
      return initialSignIn(event.prompt, event.outcome);
    case "opening":
      return { ...state, opening: true };
    case "opened":
      return {
        ...state,
        begun: true,
        opening: false,
        closed: false,
        blocked: event.blocked,
        outcome: null,
      };
    case "looksClosed":
      return state.closed === event.closed ? state : { ...state, closed: event.closed };
    case "reported":
      return event.outcome.id === state.prompt.id ? { ...state, outcome: event.outcome } : state;
  }
}
