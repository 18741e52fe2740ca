/** What becomes of a sign-in later: tokens that end, permissions that are missing, APIs that fail. */

import assert from "node:assert/strict";
import { decide, goOn, signedIn, signedInWithEndedToken, signIn } from "../harness/sign-in.mjs";
import { stories } from "../harness/story.mjs";
import { until } from "../harness/wait.mjs";

const story = stories();

/** The calls of a trace, each by the status that came. */
const calls = (trace) =>
  trace.steps.filter(({ name }) => name === "call").map(({ details }) => details.status);

story(
  "a token that the API no longer takes is refreshed once and the call repeated",
  async (stage) => {
    const { provider, api } = stage.demo;
    const chat = await stage.chat();
    await signedInWithEndedToken(chat, provider);
    await api.clearLog();
    await chat.search();
    assert.equal((await chat.titles()).length, 7);
    const { refreshes, refreshesGranted, reuses } = await provider.counters();
    assert.deepEqual([refreshes, refreshesGranted, reuses], [1, 1, 0]);

    // The trace tells what the API has seen, in its order.
    const seen = (await api.requests("/repairs")).map(({ status }) => status);
    assert.deepEqual(seen, [401, 200]);
    const trace = await chat.lastTrace();
    assert.deepEqual(calls(trace), seen);
    assert.equal(trace.steps.filter(({ name }) => name === "refresh").length, 1);
  },
);

story("a grant withdrawn at the provider asks for a sign-in and says why", async (stage) => {
  const { provider } = stage.demo;
  const chat = await stage.chat();
  await signedIn(chat);
  await provider.withdraw("karin");
  await chat.search();
  await chat.cardSays("Your sign-in to Repairs has ended. Sign in again to go on.");
  assert.equal((await provider.counters()).refreshes, 1);
  const trace = await chat.lastTrace();
  assert.equal(trace.error, "grant_ended");

  // No loop: asked again, it answers the same without asking the provider.
  assert.equal((await chat.invoke()).error, "grant_ended");
  assert.equal((await provider.counters()).refreshes, 1);

  const popup = await chat.openSignIn("Sign in again");
  const closed = popup.waitForEvent("close");
  await goOn(popup);
  // The provider still knows who this browser is.
  if (await popup.getByLabel("User name").isVisible()) throw new Error("a login was not expected");
  await decide(popup);
  await closed;
  assert.equal((await chat.titles()).length, 7);
});

story("a missing permission is named and can be allowed", async (stage) => {
  const chat = await stage.chat();
  await signedIn(chat);
  await chat.command("Create a repair");
  await chat.flyout.getByLabel("Title").fill("Squeaking door");
  await chat.flyout.getByRole("button", { name: "Search", exact: true }).click();
  await chat.cardSays("Repairs refused the request: it wants the permission repairs.write.");
  const popup = await chat.openSignIn("Allow it");
  await popup.getByText("repairs.write", { exact: true }).waitFor();
  const closed = popup.waitForEvent("close");
  await goOn(popup);
  await popup.getByText("Create repairs in your name", { exact: false }).waitFor();
  await decide(popup);
  await closed;
  assert.deepEqual(await chat.titles(), ["Squeaking door"]);
  // The union: what was granted before still works, without another sign-in.
  await chat.search();
  assert.equal((await chat.titles()).length, 8);
});

story("a permission that nobody grants is asked for once and not for ever", async (stage) => {
  const { api } = stage.demo;
  const chat = await stage.chat();
  await signedIn(chat);
  await api.script({ fault: { insufficientScope: "repairs.read" } });
  const answer = await chat.invoke();
  assert.deepEqual([answer.type, answer.error], ["message", "api_scope_refused"]);
  assert.match(answer.body.composeExtension.text, /it wants the permission .*repairs\.read/);
});

const FAULTS = [
  { fault: "down", error: "api_failed", words: /has a problem of its own right now/ },
  { fault: "broken", error: "api_failed", words: /has a problem of its own right now/ },
  { fault: "tooMany", error: "api_busy", words: /too many requests right now/ },
  { fault: "cut", error: "api_broken", words: /answer broke off/ },
  { fault: { tooLarge: 20_000_000 }, error: "api_too_large", words: /more than can be shown/ },
  { fault: "notJson", error: "api_not_json", words: /something that can't be shown/ },
  { fault: "brokenJson", error: "api_not_json", words: /something that can't be shown/ },
  { fault: "forbidden", error: "api_forbidden", words: /your account isn't allowed/ },
  { fault: "unauthorizedSilently", error: "api_unauthorized", words: /didn't accept your sign-in/ },
  { fault: "notFound", error: "api_rejected", words: /couldn't make sense of the search/ },
];

story("each way in which the API fails has its own words, and never looks empty", async (stage) => {
  const { api, provider } = stage.demo;
  const chat = await stage.chat();
  await signedIn(chat);
  for (const { fault, error, words } of FAULTS) {
    await api.script({ fault });
    await chat.search("x");
    await chat.says(words).catch((cause) => {
      throw new Error(`no ${words} under ${JSON.stringify(fault)}`, { cause });
    });
    assert.equal(await chat.card.count(), 0, "no sign-in is offered that would not help");
    const trace = await chat.lastTrace();
    assert.equal(trace.error, error, JSON.stringify(fault));
  }
  await api.reset();
  await chat.flyout.getByRole("button", { name: "Try again" }).click();
  await chat.says("nothing matches “x”");
  const { exchanges } = await provider.counters();
  assert.equal(exchanges, 1);
});

story("a redirect of the API is not followed with the token (SEC-EGRESS-03)", async (stage) => {
  const { api, provider } = stage.demo;
  const chat = await stage.chat();
  await signedIn(chat);
  await provider.clearLog();
  await api.script({ fault: { redirect: `${provider.origin}/userinfo` } });
  assert.equal((await chat.invoke()).error, "api_redirected");
  assert.deepEqual(await provider.requests("/userinfo"), []);
});

story(
  "an API that always refuses the token is asked twice, the provider once, and then the user",
  async (stage) => {
    const { api, provider } = stage.demo;
    const chat = await stage.chat();
    await signedIn(chat);
    await api.clearLog();
    await api.script({ fault: "unauthorized" });
    await chat.search();
    await chat.cardSays("Repairs didn't accept your sign-in.");
    await chat.card.getByRole("button", { name: "Sign in again" }).waitFor();
    await chat.card.getByText("For the developer").click();
    await chat.card.getByText("Is the redirect URL of the registration").waitFor();
    assert.equal((await chat.lastTrace()).error, "api_unauthorized");
    assert.equal((await api.requests("/repairs")).length, 2);
    assert.equal((await provider.counters()).refreshes, 1);
  },
);

story("a slow API is waited for in words, and the wait can be ended", async (stage) => {
  const { api } = stage.demo;
  const chat = await stage.chat();
  await signedIn(chat);
  await api.script({ fault: { slow: 8000 } });
  await chat.search();
  await chat.says("Still waiting for Contoso Repairs");
  await chat.flyout.getByRole("button", { name: "Cancel" }).click();
  await chat.says("You cancelled the search.");
  await api.reset();
  await chat.flyout.getByRole("button", { name: "Try again" }).click();
  assert.ok((await chat.titles()).includes("Oil change"));
});

story("a provider that is down at a refresh costs nobody his sign-in", async (stage) => {
  const { provider } = stage.demo;
  const chat = await stage.chat();
  await signedInWithEndedToken(chat, provider);
  await provider.script({ refresh: { instead: { status: { status: 503, html: true } } } });
  await chat.search();
  await chat.says("The sign-in provider isn't answering right now.");
  // Asked at once again, it waits instead of asking the provider again.
  assert.equal((await chat.invoke()).error, "provider_unavailable");
  assert.equal((await provider.counters()).refreshes, 1);
  await provider.reset();
  await until(
    "the search to work again",
    async () => (await chat.invoke()).type === "result",
    20_000,
  );
  assert.equal((await provider.counters()).exchanges, 0);
});

story("two hundred searches at once refresh once (SEC-TOKEN-01)", async (stage) => {
  const { provider } = stage.demo;
  const chat = await stage.chat();
  await signedInWithEndedToken(chat, provider);
  const answers = await chat.invokes(200);
  assert.deepEqual(
    answers.filter(({ type }) => type !== "result"),
    [],
  );
  const { refreshes, reuses } = await provider.counters();
  assert.deepEqual([refreshes, reuses], [1, 0]);
});

story("deleting one grant signs out one user only", async (stage) => {
  const karin = await stage.chat("karin");
  const alex = await stage.chat("alex");
  await signedIn(karin, "karin");
  await alex.search();
  await signIn(alex, "alex");
  await alex.titles();
  const { grants } = await stage.demo.portal.get("/api/v1/grants");
  assert.equal(grants.length, 2);
  const hers = grants.find(({ account }) => account === "karin");
  await stage.demo.portal.delete(`/api/v1/grants/${hers.id}`);
  assert.equal((await karin.invoke()).type, "auth");
  assert.equal((await alex.invoke()).type, "result");
});

/** Presses the button on the row and confirms. */
async function endOn(page, button) {
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Sign out" }).click();
}

story(
  "a user sees and ends a grant in the chat's settings, and the provider is told (SEC-WEB-11)",
  async (stage) => {
    const { provider } = stage.demo;
    const chat = await stage.chat("karin");
    await signedIn(chat, "karin");
    const { page } = chat;
    await page.getByRole("button", { name: "KB Karin Blair" }).click();
    await page.getByRole("menuitem", { name: "Settings" }).click();
    const row = page.getByRole("table").getByRole("row").nth(1);
    for (const text of ["Repairs", "karin", "repairs.read"]) {
      await row.getByText(text, { exact: false }).first().waitFor();
    }
    await endOn(page, /^Sign out of /);
    await page.getByText("the provider has withdrawn the access", { exact: false }).waitFor();
    await page.getByText("You are signed in nowhere").waitFor();
    assert.ok((await provider.grants()).every(({ ended }) => ended));
    const revoked = await provider.requests("/revoke");
    assert.ok(revoked.length >= 1, "the provider got the revocation");
    assert.equal((await chat.invoke()).type, "auth");
  },
);

story(
  "an administrator ends the grant of another, and a user nobody else's (SEC-WEB-11)",
  async (stage) => {
    const { demo } = stage;
    const alex = await stage.chat("alex");
    await signedIn(alex, "alex");
    const { grants } = await demo.portal.get("/api/v1/grants");
    assert.equal(grants.length, 1);

    // Karin's own come first: there are none. Then those of one person of her tenant.
    const karin = await stage.chat("karin");
    const { page } = karin;
    await page.goto(`${demo.origin}/portal/grants`);
    await page.getByText("You are signed in nowhere").waitFor();
    await page.getByLabel("Show").selectOption("Those of a person");
    await page.getByRole("combobox", { name: "Person" }).click();
    await page.getByRole("combobox", { name: "Person" }).pressSequentially("alex");
    await page.getByRole("option", { name: /Alex/ }).click();
    await endOn(page, /^Sign Alex .* out of /);
    await page.getByText("the provider has withdrawn the access", { exact: false }).waitFor();
    assert.ok((await demo.provider.grants()).every(({ ended }) => ended));
    assert.equal((await alex.invoke()).type, "auth");

    // The other way round nothing is seen and nothing ended.
    await karin.page.goto(demo.origin);
    await signedIn(karin, "karin");
    const [hers] = (await demo.portal.get("/api/v1/grants")).grants;
    await alex.page.goto(`${demo.origin}/portal/grants`);
    await alex.page.getByText("You are signed in nowhere").waitFor();
    assert.equal(await alex.page.getByLabel("Show").count(), 0);
    const proofs = await alex.page.request.get(`${demo.origin}/api/v1/session`);
    const ended = await alex.page.request.delete(`${demo.origin}/api/v1/grants/${hers.id}`, {
      headers: {
        origin: demo.origin,
        "sec-fetch-site": "same-origin",
        "content-type": "application/json",
        "x-csrf-token": (await proofs.json()).csrfToken,
      },
    });
    assert.equal(ended.status(), 404);
    assert.equal((await karin.invoke()).type, "result");
  },
);
