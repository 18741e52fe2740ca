/** Attacks on the sign-in that need a real browser. */

import assert from "node:assert/strict";
import { Chat, cookieHeader } from "../harness/chat.mjs";
import { callbackOf, decide, goOn, logIn } from "../harness/sign-in.mjs";
import { stories } from "../harness/story.mjs";
import { until } from "../harness/wait.mjs";

const story = stories();

async function exchanges(demo) {
  return (await demo.provider.counters()).exchanges;
}

/** Karin has begun; her provider's answer is ready and not yet delivered. */
async function answered(stage) {
  const chat = await stage.chat("karin");
  await chat.search();
  const popup = await chat.openSignIn();
  await goOn(popup);
  await logIn(popup);
  await popup.getByRole("button", { name: "Allow" }).waitFor();
  return { chat, popup, callback: await callbackOf(popup) };
}

story(
  "a callback sent fifty times at once makes one token request (SEC-SIGNIN-06)",
  async (stage) => {
    const { chat, callback } = await answered(stage);
    const cookie = await cookieHeader(chat.context, callback);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        fetch(callback, { headers: { cookie }, redirect: "manual" }),
      ),
    );
    for (const answer of answers) assert.equal(answer.status, 303);
    assert.equal(await exchanges(stage.demo), 1);
    assert.equal((await stage.demo.provider.counters()).codeReplays, 0);
    assert.equal((await chat.titles()).length, 7, "the one that was first completed the sign-in");
    await fetch(callback, { headers: { cookie }, redirect: "manual" });
    assert.equal(await exchanges(stage.demo), 1);
  },
);

story("a callback in another browser is refused (SEC-SIGNIN-05)", async (stage) => {
  const { chat, popup, callback } = await answered(stage);
  stage.watch.expect(/status of 400 .*\/signed-in\/problem\//);

  // Without any cookie.
  const stranger = await stage.profile();
  const page = await stranger.newPage();
  await page.goto(callback);
  await page.getByText("cookie", { exact: false }).first().waitFor();
  assert.ok(!page.url().includes("code="), "the code is gone from the address");

  // With the cookie of a sign-in of its own, and with one made from what can be seen.
  const alex = await stage.chat("alex");
  await alex.search();
  const other = await alex.openSignIn();
  await goOn(other);
  await other.getByLabel("User name").waitFor();
  await other.goto(callback);
  await other.getByText("started in another browser", { exact: false }).waitFor();
  const state = new URL(callback).searchParams.get("state");
  const names = (await chat.context.cookies(callback))
    .map(({ name }) => name)
    .filter((name) => name.startsWith("__Host-cloakroom-b-"));
  assert.equal(names.length, 1);
  const forged = await fetch(callback, {
    headers: { cookie: `${names[0]}=${state}` },
    redirect: "manual",
  });
  assert.match(forged.headers.get("location"), /binding_cookie_wrong/);
  assert.equal(await exchanges(stage.demo), 0);

  // None of it has spoilt the sign-in for her own browser.
  await popup.goto(callback).catch(() => undefined);
  assert.equal((await chat.titles()).length, 7);
});

story(
  "an answer with a state that was never sent changes nothing (SEC-SIGNIN-06)",
  async (stage) => {
    const { chat, popup, callback } = await answered(stage);
    stage.watch.expect(/status of 400 .*\/signed-in\/problem\//);
    const wrong = new URL(callback);
    wrong.searchParams.set("state", "A".repeat(43));
    const tab = await chat.context.newPage();
    await tab.goto(wrong.href);
    await tab.getByText("doesn't belong to a sign-in", { exact: false }).waitFor();
    assert.equal(await exchanges(stage.demo), 0);
    await popup.goto(callback).catch(() => undefined);
    assert.equal((await chat.titles()).length, 7);
  },
);

story(
  "a link opened by somebody else who is signed in is refused (SEC-SIGNIN-01)",
  async (stage) => {
    const karin = await stage.chat("karin");
    await karin.search();
    const link = await karin.signInLink();
    const alex = await stage.chat("alex");
    stage.watch.expect(/status of 4\d\d .*\/sign-in\//);
    const page = await alex.context.newPage();
    await page.goto(link);
    await goOn(page);
    await page.getByText("started by somebody else", { exact: false }).waitFor();
    const counters = await stage.demo.provider.counters();
    assert.deepEqual([counters.authorizations, counters.exchanges], [0, 0]);
  },
);

story(
  "an authorization URL sent to a victim whose consent is automatic gives nothing (SEC-SIGNIN-01)",
  async (stage) => {
    await stage.demo.provider.script({ consent: "automatic" });
    const attacker = await stage.chat("karin");
    await attacker.search();
    const popup = await attacker.openSignIn();
    await goOn(popup);
    await popup.getByLabel("User name").waitFor();
    const ready = popup.url();

    stage.watch.expect(/status of 400 .*\/signed-in\/problem\//);
    for (const victim of [await stage.profile(), (await stage.chat("alex")).context]) {
      const page = await victim.newPage();
      await page.goto(ready);
      await logIn(page, "alex");
      await page.getByRole("heading", { name: "This answer can't be used" }).waitFor();
    }
    assert.equal(await exchanges(stage.demo), 0);
    assert.deepEqual((await stage.demo.portal.get("/api/v1/grants")).grants, []);
  },
);

story(
  "a link opened where nobody is signed in waits for six digits in the chat that began it (SEC-SIGNIN-01)",
  async (stage) => {
    const chat = await stage.chat("karin");
    await chat.search();
    const popup = await chat.openSignIn();
    const link = popup.url();
    await popup.close();

    const elsewhere = await stage.profile();
    const page = await elsewhere.newPage();
    await page.goto(link);
    await goOn(page);
    await logIn(page, "karin");
    await decide(page);
    await page.getByRole("heading", { name: "One more step" }).waitFor();
    const digits = (await page.locator(".digits").innerText()).trim();
    assert.match(digits, /^\d{6}$/);

    // Exchanged, yet neither usable nor listed.
    assert.equal(await exchanges(stage.demo), 1);
    assert.equal((await chat.invoke()).type, "auth");
    assert.deepEqual((await stage.demo.portal.get("/api/v1/grants")).grants, []);

    // A wrong code is refused; the right one ends it, in the conversation it was begun in.
    stage.watch.expect(/status of 412 .*\/api\/invoke/);
    const code = chat.card.getByLabel("Type the six digits that the window shows");
    const confirm = chat.card.getByRole("button", { name: "Confirm" });
    await code.fill(digits === "000000" ? "111111" : "000000");
    await confirm.click();
    await chat.cardSays("That isn't the code. 4 tries are left.");
    await code.fill(digits);
    await confirm.click();
    assert.equal((await chat.titles()).length, 7);
    assert.equal(await exchanges(stage.demo), 1);
  },
);

story(
  "five wrong codes kill a pending sign-in and revoke it at the provider (SEC-SIGNIN-09)",
  async (stage) => {
    const chat = await stage.chat("karin");
    await chat.search();
    const popup = await chat.openSignIn();
    const link = popup.url();
    await popup.close();
    const page = await (await stage.profile()).newPage();
    await page.goto(link);
    await goOn(page);
    await logIn(page);
    await decide(page);
    const digits = (await page.locator(".digits").innerText()).trim();

    stage.watch.expect(/status of 412 .*\/api\/invoke/);
    const code = chat.card.getByLabel("Type the six digits that the window shows");
    const confirm = chat.card.getByRole("button", { name: "Confirm" });
    for (let tried = 1; tried <= 5; tried++) {
      const said = chat.page.waitForResponse((response) => response.url().includes("/api/invoke"));
      await code.fill(digits === "000000" ? "111111" : "000000");
      await confirm.click();
      assert.equal((await said).status(), 412);
    }
    assert.equal((await chat.invoke()).type, "auth");
    await until("the provider to be told", async () =>
      (await stage.demo.provider.grants()).every(({ ended }) => ended),
    );
  },
);

story("previews of a link consume nothing (SEC-SIGNIN-11)", async (stage) => {
  const chat = await stage.chat();
  await chat.search();
  const link = await chat.signInLink();
  for (const method of ["GET", "GET", "HEAD"]) {
    const answer = await fetch(link, { method, redirect: "manual" });
    assert.equal(answer.status, 200);
  }
  const popup = await chat.openSignIn();
  await goOn(popup);
  await logIn(popup);
  await decide(popup);
  assert.equal((await chat.titles()).length, 7);
});

story("a form of another site cannot press Continue (SEC-SIGNIN-11)", async (stage) => {
  const chat = await stage.chat();
  await chat.search();
  const link = await chat.signInLink();
  // The page of another site: the same browser, everything that can be known, sent by itself.
  const site = `http://127.0.0.1:${stage.demo.apiPort}/evil`;
  await chat.context.route(site, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<form method="post" action="${link}/continue"><input name="csrf" value="guess"></form>
             <script>document.forms[0].submit()</script>`,
    }),
  );
  stage.watch.expect(/status of 403 .*\/sign-in\//);
  stage.demo.hosts.push(new URL(site).host);
  const page = await chat.context.newPage();
  await page.goto(site);
  await page.waitForURL(/\/sign-in\//);
  await page.waitForLoadState();
  stage.demo.hosts.pop();
  assert.equal((await stage.demo.provider.counters()).authorizations, 0);
  // The link is still good for its user.
  const popup = await chat.openSignIn();
  await goOn(popup);
  await popup.getByLabel("User name").waitFor();
});

story(
  "the pages of a sign-in load nothing foreign, leave no code behind and cannot be framed (SEC-SIGNIN-17)",
  async (stage) => {
    const headers = new Map();
    const referers = [];
    const context = await stage.profile();
    context.on("response", (response) => {
      const { pathname } = new URL(response.url());
      if (/^\/(sign-in|signed-in|api\/platform)\//.test(pathname)) {
        headers.set(pathname, response.headers());
      }
    });
    context.on("request", (request) => referers.push(request.headers().referer ?? ""));
    const chat = await Chat.enter(context, await stage.demo.portal.link("karin"));
    await chat.search();
    await chat.card.getByRole("link", { name: "Sign in in this tab instead" }).click();
    await goOn(chat.page);
    await logIn(chat.page);
    await decide(chat.page, "Deny");
    await chat.page.getByRole("heading", { name: "Permission not given" }).waitFor();
    assert.ok(headers.size >= 3, [...headers.keys()].join());
    for (const [path, sent] of headers) {
      assert.equal(sent["cache-control"], "no-store", path);
      assert.equal(sent["referrer-policy"], "no-referrer", path);
      assert.match(sent["content-security-policy"], /frame-ancestors 'none'/, path);
    }
    for (const referer of referers) assert.doesNotMatch(referer, /code=|state=|sign-in\//);
    // Going back never shows the URL that held the answer.
    await chat.page.goBack();
    assert.doesNotMatch(chat.page.url(), /state=/);
  },
);

story("a forged message of the window changes nothing (SEC-SIGNIN-16)", async (stage) => {
  const chat = await stage.chat();
  await chat.search();
  const popup = await chat.openSignIn();
  // A page of our own origin at its worst: it knows the id and claims success.
  const other = await chat.context.newPage();
  await other.goto(`${stage.demo.origin}/inspector`);
  const { signIn } = await chat.invoke();
  await other.evaluate((id) => {
    const channel = new BroadcastChannel("cloakroom-sign-in");
    for (const guess of [id, "sgn_guess", null]) {
      channel.postMessage({ id: guess, status: "completed", account: "evil" });
      channel.postMessage(guess);
    }
  }, signIn);
  await chat.cardSays("Continue in the window that has opened");
  assert.equal(await chat.results.count(), 0);
  await popup.close();
});
