import type { SignInState } from "../../hooks/signInState";
import { texts } from "../../texts";

/** The sentence for how a sign-in stands, and whether something is wrong with it. */
export function signInWords(state: SignInState, name: string, host: string) {
  const { outcome, closed, blocked, begun, opening } = state;
  const said = outcome?.message;
  switch (outcome?.status) {
    case "denied":
      return { text: said ?? texts.signIn.denied(name), ended: true };
    case "failed":
      return { text: said ?? texts.signIn.failed, ended: true };
    case "cancelled":
      return { text: said ?? texts.signIn.cancelled, ended: true };
    case "expired":
      return { text: said ?? texts.signIn.expired, ended: true };
  }
  if (opening) return { text: texts.signIn.opening, ended: false };
  if (blocked) return { text: texts.signIn.blocked, ended: false };
  if (closed) return { text: texts.signIn.closed, ended: false };
  if (outcome?.status === "continued") return { text: texts.signIn.continued(host), ended: false };
  return { text: begun ? texts.signIn.waiting : undefined, ended: false };
}
