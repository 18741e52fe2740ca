/** What axe finds on our pages, light and dark: nothing. */

import assert from "node:assert/strict";
import { violations } from "../harness/axe.mjs";
import { decide, goOn, logIn } from "../harness/sign-in.mjs";
import { stories } from "../harness/story.mjs";
import { pause } from "../harness/wait.mjs";

const story = stories();

async function isClean(page, where) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    // The page hears of it, draws itself anew, and its colours move there.
    await pause(300);
    assert.deepEqual(await violations(page), [], `${where}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: null });
}

story("the chat can be used by everybody, in each of its states", async (stage) => {
  const { api } = stage.demo;
  const chat = await stage.chat();
  const { page } = chat;
  await isClean(page, "an empty conversation");
  await chat.openRepairs();
  await isClean(page, "an open extension");
  await chat.search();
  await chat.card.waitFor();
  await isClean(page, "the sign-in card");

  const popup = await chat.openSignIn();
  await isClean(popup, "the first page of a sign-in");
  await isClean(page, "a sign-in under way");
  const closed = popup.waitForEvent("close");
  await goOn(popup);
  await logIn(popup);
  await decide(popup);
  await closed;

  await chat.titles();
  await isClean(page, "results");
  await chat.results.first().click();
  await page.getByRole("button", { name: "Send" }).click();
  await chat.messages.first().waitFor();
  await isClean(page, "a card that was sent");
  await api.script({ fault: "forbidden" });
  await chat.search("karin");
  await chat.says("your account isn't allowed");
  await isClean(page, "words of an error");
});

story("the pages that end a sign-in can be used by everybody", async (stage) => {
  const chat = await stage.chat();
  await chat.search();
  const popup = await chat.openSignIn();
  await goOn(popup);
  await logIn(popup);
  await decide(popup, "Deny");
  await popup.getByRole("heading", { name: "Permission not given" }).waitFor();
  await isClean(popup, "the last page");
});

story("the inspector can be used by everybody", async (stage) => {
  const chat = await stage.chat();
  const { page } = chat;
  await chat.search();
  await chat.card.waitFor();
  const { code } = await chat.lastTrace();
  await page.getByRole("link", { name: "Portal", exact: true }).click();
  await page.getByRole("link", { name: "Inspector", exact: true }).click();
  await page.getByRole("row").filter({ hasText: code }).first().waitFor();
  await isClean(page, "the list of traces");
  await page.getByRole("link", { name: code }).click();
  await page.getByRole("list", { name: "Steps" }).getByRole("listitem").first().waitFor();
  await isClean(page, "a trace");
  const stranger = await (await stage.profile()).newPage();
  await stranger.goto(page.url());
  await stranger.getByText("You are not signed in").waitFor();
  await isClean(stranger, "a stranger's page");
});
