/** Where secrets must not be. The provider's log has fingerprints of all tokens that it issued. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Chat } from "../harness/chat.mjs";
import { signedIn } from "../harness/sign-in.mjs";
import { stories } from "../harness/story.mjs";
import { pause } from "../harness/wait.mjs";

const story = stories();

/** The sample provider's codes and tokens, wherever they stand. */
const TOKENS = /(?:at|rt|code)_[A-Za-z0-9_-]{43}/g;

const fingerprint = (text) => createHash("sha256").update(text).digest("hex").slice(0, 8);

/** A whole story: signed in, searched, refreshed, searched again. */
async function lived(stage, chat) {
  const { provider } = stage.demo;
  await provider.script({ accessTokenSeconds: 1, tokenAnswer: { lifetime: "absent" } });
  await signedIn(chat);
  await pause(1500);
  await chat.search();
  await chat.titles();
  assert.ok((await provider.counters()).refreshesGranted >= 1);
}

/** Fingerprints of everything that was issued in it. */
async function issued(provider) {
  const { entries } = await provider.log();
  const all = entries.flatMap(({ issued = {}, presented = {} }) => [
    ...Object.values(issued),
    ...Object.values(presented),
  ]);
  assert.ok(all.length >= 4, "tokens were issued");
  return new Set(all);
}

/** Names what of `text` is a token, for the failure's words. */
function tokensIn(text, fingerprints) {
  return [...text.matchAll(TOKENS)]
    .map(([token]) => token)
    .filter((token) => token.startsWith("code_") || fingerprints.has(fingerprint(token)));
}

story(
  "no answer to the browser holds a token, a code or the client secret (SEC-WEB-01)",
  async (stage) => {
    const context = await stage.profile();
    const answers = [];
    context.on("response", (response) => {
      if (!response.url().startsWith(stage.demo.origin)) return;
      answers.push(
        (async () => {
          const head = JSON.stringify(await response.headersArray());
          const body = await response.body().catch(() => "");
          return { url: response.url().split("?")[0], text: `${head}\n${body}` };
        })(),
      );
    });
    const chat = await Chat.enter(context, await stage.demo.portal.link("karin"));
    await lived(stage, chat);
    await chat.lastTrace();
    const fingerprints = await issued(stage.demo.provider);
    const secret = readFileSync(join(stage.demo.folder, "sample-client.secret"), "utf8").trim();
    const seen = await Promise.all(answers);
    assert.ok(seen.length > 10);
    for (const { url, text } of seen) {
      assert.deepEqual(tokensIn(text, fingerprints), [], url);
      assert.ok(!text.includes(secret), url);
    }
  },
);

story(
  "the store, its log and the program's own log hold no token and no client secret (SEC-VAULT-01)",
  async (stage) => {
    const { demo } = stage;
    const chat = await stage.chat();
    await lived(stage, chat);
    const fingerprints = await issued(demo.provider);
    const secret = readFileSync(join(demo.folder, "sample-client.secret"), "utf8").trim();
    const files = readdirSync(demo.folder).filter((name) => name.startsWith("cloakroom.db"));
    assert.ok(files.length >= 1, "there is a database");
    const texts = files.map((name) => [name, readFileSync(join(demo.folder, name), "latin1")]);
    texts.push(["the output", demo.program.output]);
    // The search finds what is there: the name of the registration stands in the database.
    assert.ok(texts.some(([, text]) => text.includes("Contoso Repairs")));
    for (const [name, text] of texts) {
      assert.deepEqual(tokensIn(text, fingerprints), [], name);
      assert.ok(!text.includes(secret), name);
    }
  },
);
