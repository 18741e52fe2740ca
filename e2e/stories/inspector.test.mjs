/** The inspector: each invoke and each sign-in, step by step, by a code that a user can quote. */

import assert from "node:assert/strict";
import { picture } from "../harness/pictures.mjs";
import { signedIn } from "../harness/sign-in.mjs";
import { stories } from "../harness/story.mjs";

const story = stories();

story("every invoke and sign-in stands in the inspector under its code", async (stage) => {
  const { api } = stage.demo;
  const chat = await stage.chat();
  const { page } = chat;
  await signedIn(chat);
  const fine = await chat.lastTrace();
  await api.script({ fault: "down" });
  await chat.search("karin");
  await chat.says(/has a problem of its own/);
  const failed = await chat.lastTrace();
  assert.equal(failed.error, "api_failed");
  assert.match(fine.code, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);

  await page.getByRole("link", { name: "Portal", exact: true }).click();
  await page.getByRole("link", { name: "Inspector", exact: true }).click();
  await page.getByRole("heading", { name: "Inspector" }).waitFor();
  const row = (code) => page.getByRole("row").filter({ hasText: code });
  await row(fine.code).getByText("Fine").waitFor();
  await row(failed.code).getByText("api_failed").waitFor();
  await page.getByRole("row").filter({ hasText: "Sign-in" }).first().waitFor();

  // Only what went wrong; then one code. The server filters, so each answer is waited for.
  await page.getByRole("switch", { name: "Errors only" }).click();
  await row(fine.code).waitFor({ state: "detached" });
  await row(failed.code).waitFor();
  await page.getByRole("switch", { name: "Errors only" }).click();
  await row(fine.code).waitFor();
  await page.getByRole("searchbox").fill(fine.code.toLowerCase());
  await row(failed.code).waitFor({ state: "detached" });
  assert.equal(await page.getByRole("row").count(), 2, "the head and the one row");

  await page.getByRole("link", { name: fine.code }).click();
  await page.waitForURL(`**/inspector/${fine.code}`);
  const steps = page.getByRole("list", { name: "Steps" }).getByRole("listitem");
  await steps.first().waitFor();
  assert.equal(await steps.count(), fine.steps.length);
  const words = await page.getByRole("main").innerText();
  for (const { decision } of fine.steps) {
    assert.ok(words.includes(decision), `${decision} stands in ${words}`);
  }
  await picture(page, "inspector");

  // The address alone is enough, for whoever may see it; a stranger sees nothing.
  await page.reload();
  await steps.first().waitFor();
  const stranger = await (await stage.profile()).newPage();
  await stranger.goto(page.url());
  await stranger.getByText("You are not signed in").waitFor();
});

story("the trace of a sign-in tells what the provider has seen", async (stage) => {
  const { demo } = stage;
  const chat = await stage.chat();
  await signedIn(chat);
  const { traces } = await demo.portal.get("/api/v1/traces?kind=sign-in&limit=1");
  const trace = await chat.traceOf(traces[0].code);
  const step = (name) => trace.steps.find((step) => step.name === name);
  assert.equal(trace.error ?? null, null);
  const [token] = await demo.provider.requests("/token");
  const { details } = step("exchange");
  assert.equal(details.tokenEndpoint, `${demo.provider.origin}/token`);
  assert.equal(`client_secret_${details.clientAuthentication}`, token.clientAuthentication);
  assert.equal(details.pkce, "code_verifier" in token.parameters);
  assert.equal(step("callback").details.redirectUri, token.parameters.redirect_uri);
});
