/** What a newcomer sees, from the first search to the sign-out. */

import assert from "node:assert/strict";
import { Chat } from "../harness/chat.mjs";
import { Demo } from "../harness/demo.mjs";
import { picture } from "../harness/pictures.mjs";
import { decide, goOn, logIn } from "../harness/sign-in.mjs";
import { stories } from "../harness/story.mjs";
import { until } from "../harness/wait.mjs";

const story = stories(() => Demo.start({ tokenSeconds: 6 }));

const KARINS = [
  "Oil change",
  "Front brake pads",
  "Battery check",
  "Winter tyres",
  "Timing belt",
  "Left headlight",
  "Annual inspection",
];

story("a newcomer searches, signs in, sends a card, comes back and signs out", async (stage) => {
  const { demo } = stage;
  const chat = await Chat.enter(await stage.profile(), demo.entrance);
  assert.equal(new URL(chat.page.url()).hash, "", "the code to enter by is gone from the address");

  // The search wants a sign-in, and says at whom.
  await chat.search("karin");
  await chat.cardSays("Sign in to Contoso Repairs to search");
  await chat.cardSays(`You sign in at ${demo.providerHost}`);

  // Our own first page: app, publisher, provider, scopes.
  const popup = await chat.openSignIn();
  await popup.getByRole("heading", { name: "Repairs", exact: true }).waitFor();
  const words = await popup.locator("main").innerText();
  for (const said of ["by Contoso", demo.providerHost, "repairs.read"]) {
    assert.ok(words.includes(said), `the first page says ${said}: ${words}`);
  }
  await picture(popup, "popup", { width: 480, height: 680 });
  await chat.cardSays("Continue in the window that has opened");

  // The provider's pages; the window closes by itself and the search goes on by itself.
  const closed = popup.waitForEvent("close");
  await goOn(popup);
  await logIn(popup, "karin");
  await decide(popup, "Allow");
  await closed;
  const hers = KARINS.filter((title) => !["Battery check", "Timing belt"].includes(title));
  assert.deepEqual(await chat.titles(), hers);
  await chat.hasPictures(4);
  await chat.says("Signed in as karin");
  await chat.trace.getByText("Call", { exact: true }).waitFor();
  await picture(chat.page, "chat");

  // A picked card stands in the compose box, a sent one in the chat.
  await chat.results.first().click();
  const picked = chat.page.getByRole("region", { name: "Oil change" });
  await picked.getByText("Due at 60,000 km; the customer waits.").waitFor();
  await picked.getByRole("img").first().waitFor();
  await chat.page.getByLabel("Message", { exact: true }).fill("The next one");
  await chat.page.getByRole("button", { name: "Send" }).click();
  const sent = chat.messages.first();
  await sent.getByText("The next one").waitFor();
  await sent.getByText("Due at 60,000 km; the customer waits.").waitFor();

  // Again: no sign-in.
  await chat.search("isaac");
  assert.deepEqual(await chat.titles(), ["Battery check", "Timing belt"]);
  assert.equal((await demo.provider.counters()).exchanges, 1);

  // The token runs out; the next search refreshes it, and the trace tells.
  const before = (await demo.provider.counters()).refreshes;
  await until(
    "a search that refreshes",
    async () => {
      await chat.search("karin");
      await chat.titles();
      return (await demo.provider.counters()).refreshes > before;
    },
    20_000,
  );
  const trace = await chat.lastTrace();
  const refresh = trace.steps.find(({ name }) => name === "refresh");
  assert.equal(refresh?.outcome, "ok", JSON.stringify(trace));
  await chat.trace.getByText(refresh.decision).waitFor();

  // A second command: a POST operation, shown as a grid.
  await chat.command("Search repairs");
  await chat.flyout.getByLabel("Words").fill("oil");
  await chat.flyout.getByRole("button", { name: "Search", exact: true }).click();
  assert.deepEqual(await chat.titles(), ["Oil change"]);

  // Signing out ends the grant here and at the provider.
  await chat.flyout.getByRole("button", { name: "More about Repairs" }).click();
  await chat.page.getByRole("menuitem", { name: "Sign out of Repairs" }).click();
  await chat.says("You are signed out, and the provider has withdrawn the access.");
  const { revocations } = await demo.provider.counters();
  assert.ok(revocations >= 1, "the provider was told");
  assert.deepEqual(
    (await demo.provider.grants()).filter(({ ended }) => !ended),
    [],
    "no grant lives at the provider",
  );
  await chat.search("karin");
  await chat.cardSays("Sign in to Contoso Repairs to search");
});
