/**
 * What a person in the browser sees of a process that is killed: a search works or says "sign in
 * again", the waiting card stops waiting, and nothing is sent twice though the browser itself
 * loads a broken callback again. All points, without a browser, are in kill.test.mjs.
 */

import assert from "node:assert/strict";
import { CLOAKROOM_WITH_FAULTS } from "../harness/binaries.mjs";
import { Demo } from "../harness/demo.mjs";
import { Installation } from "../harness/installation.mjs";
import { goOn, logIn } from "../harness/sign-in.mjs";
import { stories } from "../harness/story.mjs";
import { pause, until } from "../harness/wait.mjs";

/** The demo lends its provider and its API, which have to outlive what is killed. */
async function start() {
  const demo = await Demo.start();
  const { provider, api, providerHost } = demo;
  const installation = await Installation.start({
    binary: CLOAKROOM_WITH_FAULTS,
    loopback: [providerHost, new URL(api.origin).host],
    hosts: [providerHost],
  });
  await installation.addPerson("karin", "Karin Blair", "admin");
  const secret = "a secret of the crash stories";
  const registration = await installation.register(
    {
      name: "Repairs",
      authorizationEndpoint: `${provider.origin}/authorize`,
      tokenEndpoint: `${provider.origin}/token`,
      revocationEndpoint: `${provider.origin}/revoke`,
      scopes: ["repairs.read"],
      clientAuthentication: "basic",
      refreshMarginSeconds: 1,
    },
    secret,
    async (redirectUrl) => {
      await provider.addClient({
        id: "crash",
        name: "Cloakroom",
        secret,
        redirectUris: [redirectUrl],
      });
      return { clientId: "crash" };
    },
  );
  await installation.installRepairs(registration.id, api.origin);
  const { stop, reset } = installation;
  return Object.assign(installation, {
    provider,
    api,
    reset: async () => {
      await reset.call(installation);
      await demo.reset();
    },
    stop: async () => {
      await stop.call(installation);
      await demo.stop();
    },
  });
}

const story = stories(start);

/** Waits for the process to be gone, and starts it again without the fault. */
async function killedAndBack(installation) {
  const { signal } = await installation.program.ended;
  assert.equal(signal, "SIGABRT", installation.program.output);
  await installation.restart();
}

/** What a search says, three times over: the same, and without a flood at the provider. */
async function settles(chat) {
  const answers = [];
  for (let again = 0; again < 3; again++) answers.push((await chat.invoke()).type);
  return answers;
}

/** What this browser notices of a server that is killed. */
const CUT =
  /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|CONTENT_LENGTH_MISMATCH|SOCKET_NOT_CONNECTED)/;
/** Who is known at the provider comes back from it at once. */
const AUTOMATIC = { consent: "automatic" };

/** Goes to the provider from the sign-in card, which logs in where that browser is not known. */
async function leave(chat, known) {
  const popup = await chat.openSignIn(/^Sign in/);
  await goOn(popup);
  if (!known) await logIn(popup);
}

/** Which answer follows a kill there: the old token is still good until the request is sent. */
const REFRESH = { "refresh.after-intent": "result", "refresh.body": "auth" };

story(
  "the process killed in a refresh, a search works or asks for a sign-in that mends it (SEC-TOKEN-05)",
  async (stage) => {
    const { demo: installation } = stage;
    const { provider } = installation;
    stage.watch.expect(CUT);
    const chat = await stage.chat();
    let known = false;
    for (const [point, expected] of Object.entries(REFRESH)) {
      await installation.reset();
      await provider.script({
        ...AUTOMATIC,
        accessTokenSeconds: 1,
        tokenAnswer: { lifetime: "absent" },
      });
      await chat.search();
      await leave(chat, known);
      known = true;
      await chat.titles();
      await installation.program.stop();
      await installation.restart({ CLOAKROOM_FAULT: `${point}=kill` });
      await pause(1100);
      await provider.script(AUTOMATIC);
      await provider.clearLog();

      // The API refuses the old token, and the refresh dies on its way.
      await assert.rejects(chat.invoke(), point);
      await killedAndBack(installation);
      assert.deepEqual(await settles(chat), [expected, expected, expected], point);
      const { refreshes, reuses } = await provider.counters();
      assert.equal(reuses, 0, `${point}: no spent refresh token came again`);
      assert.ok(refreshes <= 1, `${point}: ${refreshes} refreshes`);
      if (expected === "auth") {
        assert.equal((await chat.invoke()).error, "refresh_outcome_unknown", point);
      }
    }

    // Whatever it was, a sign-in mends it.
    await installation.reset();
    await provider.script({
      ...AUTOMATIC,
      refresh: { after: "cutConnection" },
      accessTokenSeconds: 1,
      tokenAnswer: { lifetime: "absent" },
    });
    await chat.search();
    await leave(chat, known);
    await chat.titles();
    await pause(1100);
    await chat.search();
    await chat.cardSays("Your sign-in to Repairs has ended. Sign in again to go on.");
    await leave(chat, known);
    assert.equal((await chat.titles()).length, 7);
  },
  { timeout: 120_000 },
);

const EXCHANGE = { "exchange.body": "auth", "exchange.after-commit": "result" };

story(
  "the process killed in a code exchange, the card stops waiting and no code is sent twice (SEC-SIGNIN-06)",
  async (stage) => {
    const { demo: installation } = stage;
    const { provider } = installation;
    stage.watch.expect(CUT);
    // The browser itself loads the address again whose answer it never got.
    stage.watch.expect(/status of 400 .*signed-in\/problem\//);
    const chat = await stage.chat();
    let known = false;
    for (const [point, expected] of Object.entries(EXCHANGE)) {
      await installation.reset();
      await provider.script(AUTOMATIC);
      await installation.program.stop();
      await installation.restart({ CLOAKROOM_FAULT: `${point}=kill` });
      await chat.search();
      await leave(chat, known);
      known = true;
      await killedAndBack(installation);
      assert.deepEqual(await settles(chat), [expected, expected, expected], point);
      const { exchanges, codeReplays } = await provider.counters();
      assert.ok(exchanges <= 1, `${point}: ${exchanges} exchanges`);
      assert.equal(codeReplays, 0, point);
      // The card that was waiting stops waiting, and its button leads on.
      const again = chat.card.getByRole("button", { name: "Sign in again" });
      await until(
        `an end of the waiting card at ${point}`,
        async () => (await again.isVisible()) || (await chat.results.count()) > 0,
      );
      if (expected === "result" && (await again.isVisible())) await again.click();
      if (expected === "result") assert.equal((await chat.titles()).length, 7, point);
      for (const page of chat.context.pages()) if (page !== chat.page) await page.close();
    }
  },
  { timeout: 120_000 },
);
