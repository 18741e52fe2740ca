/** The sign-in's own pages, ours and the sample provider's. */

import { pause } from "./wait.mjs";

/** Our first page: says who asks for what where, and goes on by a press. */
export async function goOn(popup) {
  await popup.getByRole("button", { name: "Continue" }).click();
}

/** The sample provider's login page. */
export async function logIn(popup, user = "karin", password = "repairs") {
  await popup.getByLabel("User name").fill(user);
  await popup.getByLabel("Password").fill(password);
  await popup.getByRole("button", { name: "Sign in" }).click();
}

/** The sample provider's consent page. */
export async function decide(popup, answer = "Allow") {
  await popup.getByRole("button", { name: answer, exact: true }).click();
}

/** The whole way through the pop-up, which then closes by itself. */
export async function signIn(chat, user = "karin") {
  const popup = await chat.openSignIn();
  const closed = popup.waitForEvent("close");
  await goOn(popup);
  await logIn(popup, user);
  await decide(popup);
  await closed;
}

/** Searches, signs in where that is needed, and waits for the results. */
export async function signedIn(chat, user = "karin") {
  await chat.search();
  await chat.card.waitFor();
  await signIn(chat, user);
  return chat.titles();
}

/**
 * Signs in with a token of which only the provider knows that it ends soon, and waits until it has:
 * Cloakroom takes it for good, the API does not.
 */
export async function signedInWithEndedToken(chat, provider, user) {
  await provider.script({ accessTokenSeconds: 1, tokenAnswer: { lifetime: "absent" } });
  await signedIn(chat, user);
  await pause(1500);
  await provider.reset();
  await provider.clearLog();
}

/**
 * The provider's answer as the URL that it sends the browser to, without going there: decides on
 * the consent page that `page` shows.
 */
export async function callbackOf(page) {
  const request = page.locator("form[action='/consent'] input[name=request]");
  const answer = await page.request.post(`${new URL(page.url()).origin}/consent`, {
    form: { request: await request.inputValue(), decision: "allow" },
    maxRedirects: 0,
  });
  return answer.headers().location;
}
