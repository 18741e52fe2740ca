/** How a sign-in can end otherwise, each with words of its own and a way to begin again. */

import assert from "node:assert/strict";
import { callbackOf, decide, goOn, logIn, signIn } from "../harness/sign-in.mjs";
import { stories } from "../harness/story.mjs";

const story = stories();

/** No half grant here, and nothing alive at the provider but what this story left on purpose. */
async function nothingLeft(demo) {
  assert.deepEqual((await demo.portal.get("/api/v1/grants")).grants, []);
  assert.equal((await demo.provider.counters()).exchanges, 0);
}

async function again(chat) {
  await chat.card.getByRole("button", { name: "Sign in again" }).waitFor();
}

story("a user who denies is told so and can sign in again", async (stage) => {
  const chat = await stage.chat();
  await chat.search();
  const popup = await chat.openSignIn();
  await goOn(popup);
  await logIn(popup);
  await decide(popup, "Deny");
  await chat.cardSays(/^You didn't allow Cloakroom to use/);
  await popup.getByRole("heading", { name: "Permission not given" }).waitFor();
  await again(chat);
  await nothingLeft(stage.demo);

  // A fresh link, in the window that is still there; this time it is allowed.
  await chat.card.getByRole("button", { name: "Sign in again" }).click();
  await popup.waitForURL(/\/sign-in\//);
  const closed = popup.waitForEvent("close");
  await goOn(popup);
  await decide(popup, "Allow");
  await closed;
  assert.equal((await chat.titles()).length, 7);
});

story("a user who fails to sign in at the provider leaves nothing behind", async (stage) => {
  const chat = await stage.chat();
  await chat.search();
  const popup = await chat.openSignIn();
  await goOn(popup);
  await logIn(popup, "karin", "wrong");
  await popup.getByText("That name and password don't go together.").waitFor();
  await popup.close();
  await chat.cardSays("You closed the window before signing in.");
  await again(chat);
  await nothingLeft(stage.demo);
});

story("an error of the provider is told in plain words with a trace", async (stage) => {
  await stage.demo.provider.script({
    authorizationError: {
      error: "temporarily_unavailable",
      description: "<b>Back</b> soon <script>alert(1)</script>",
    },
  });
  const chat = await stage.chat();
  await chat.search();
  const popup = await chat.openSignIn();
  await goOn(popup);
  await popup.getByRole("heading", { name: "Sign-in failed" }).waitFor();
  await chat.cardSays(/^The provider couldn't sign you in/);
  await again(chat);
  await chat.card.getByRole("button", { name: "Details" }).click();
  await chat.trace.getByText("temporarily_unavailable", { exact: false }).first().waitFor();
  await nothingLeft(stage.demo);
});

story("a code that the provider does not exchange is told as its failure", async (stage) => {
  await stage.demo.provider.script({
    exchange: { instead: { error: { error: "invalid_client" } } },
  });
  const chat = await stage.chat();
  await chat.search();
  const popup = await chat.openSignIn();
  await goOn(popup);
  await logIn(popup);
  await decide(popup);
  await chat.cardSays(/^You signed in, but the provider's answer couldn't be used/);
  await again(chat);
  assert.deepEqual((await stage.demo.portal.get("/api/v1/grants")).grants, []);
  assert.equal((await stage.demo.provider.counters()).exchanges, 1, "one try, no second method");
});

story(
  "closing the window changes only the words, and a callback that still comes completes (SEC-SIGNIN-15)",
  async (stage) => {
    const chat = await stage.chat();
    await chat.search();
    const popup = await chat.openSignIn();
    await goOn(popup);
    await popup.getByLabel("User name").waitFor();
    const elsewhere = popup.url();
    await popup.close();
    await chat.cardSays("You closed the window before signing in.");
    await again(chat);

    // The user had the provider's page open in a tab of its own as well.
    const tab = await chat.context.newPage();
    await tab.goto(elsewhere);
    await logIn(tab);
    await decide(tab);
    assert.equal((await chat.titles()).length, 7);
  },
);

story(
  "a provider whose pages cut the opener looks closed and completes all the same (SEC-SIGNIN-15)",
  async (stage) => {
    await stage.demo.provider.script({ coop: true });
    const chat = await stage.chat();
    await chat.search();
    const popup = await chat.openSignIn();
    await goOn(popup);
    await popup.getByLabel("User name").waitFor();
    await chat.cardSays("You closed the window before signing in.");
    await logIn(popup);
    await decide(popup);
    assert.equal((await chat.titles()).length, 7);
    await chat.says(/^Signed in/);
  },
);

story("cancel in the chat ends the sign-in for good (SEC-SIGNIN-15)", async (stage) => {
  const chat = await stage.chat();
  await chat.search();
  const popup = await chat.openSignIn();
  await goOn(popup);
  await logIn(popup);
  await popup.getByRole("button", { name: "Allow" }).waitFor();
  const callback = await callbackOf(popup);
  await chat.card.getByRole("button", { name: "Cancel" }).click();
  await chat.cardSays("You cancelled the sign-in.");
  await again(chat);

  // The answer that was under way comes too late.
  stage.watch.expect(/status of 400 .*\/signed-in\/problem\//);
  const late = await chat.context.newPage();
  await late.goto(callback);
  await late.getByText("This sign-in was cancelled.", { exact: false }).waitFor();
  await nothingLeft(stage.demo);
});

story("cancel on our own first page ends the sign-in and closes the window", async (stage) => {
  const chat = await stage.chat();
  await chat.search();
  const popup = await chat.openSignIn();
  const closed = popup.waitForEvent("close");
  await popup.getByRole("button", { name: "Cancel" }).click();
  await closed;
  await chat.cardSays("You cancelled the sign-in.");
  await nothingLeft(stage.demo);
  assert.equal((await stage.demo.provider.counters()).authorizations, 0);
});

story("where windows are blocked the sign-in goes through the same tab", async (stage) => {
  const chat = await stage.chat();
  await chat.search("isaac");
  await chat.card.getByRole("link", { name: "Sign in in this tab instead" }).click();
  await goOn(chat.page);
  await logIn(chat.page);
  await decide(chat.page);
  assert.deepEqual(await chat.titles(), ["Battery check", "Timing belt"]);
  assert.equal(new URL(chat.page.url()).hash, "");
});

story("two users see different repairs", async (stage) => {
  const karin = await stage.chat("karin");
  const alex = await stage.chat("alex");
  await karin.search();
  await alex.search();
  await signIn(karin, "karin");
  await signIn(alex, "alex");
  assert.ok((await karin.titles()).includes("Oil change"));
  assert.deepEqual(await alex.titles(), [
    "Clutch",
    "Coolant leak",
    "Wheel alignment",
    "Alternator",
  ]);
});

story("a provider that sends its users through a second host is reached", async (stage) => {
  const { provider } = stage.demo;
  // Another host of the same server, which shares no cookie with us: what a form's redirects may
  // lead to does not decide here.
  const { port } = new URL(provider.origin);
  const second = `second.localhost:${port}`;
  stage.watch.visits(second);
  await provider.script({ bounceTo: `http://${second}` });
  const chat = await stage.chat();
  await chat.search();
  const popup = await chat.openSignIn();
  const closed = popup.waitForEvent("close");
  await goOn(popup);
  await popup.waitForURL(`http://${second}/authorize?**`);
  await logIn(popup);
  await decide(popup);
  await closed;
  assert.equal((await chat.titles()).length, 7);
});
