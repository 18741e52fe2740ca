/** An API that knows callers by a key, in its header and in its query, and one that asks for none. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Chat } from "../harness/chat.mjs";
import { Guide } from "../harness/guide.mjs";
import { Installation } from "../harness/installation.mjs";
import { DECLARED, description, KeyedApi } from "../harness/keyed-api.mjs";
import { stories } from "../harness/story.mjs";

async function start() {
  const api = await KeyedApi.start();
  const installation = await Installation.start({ loopback: [api.host] });
  await installation.addPerson("karin", "Karin Blair", "admin");
  const { stop } = installation;
  return Object.assign(installation, {
    api,
    stop: async () => {
      await stop.call(installation);
      await api.stop();
    },
  });
}

const story = stories(start);

const newKey = () => randomBytes(24).toString("base64url");

/** The extension of one of the descriptions, as somebody uses it in the chat. */
class Parts {
  static async open(page, how) {
    await page.getByRole("toolbar").getByRole("button", { name: `Parts ${how}` }).click();
    const parts = new Parts();
    parts.page = page;
    parts.flyout = page.getByRole("region", { name: `Parts ${how}`, exact: true });
    await parts.flyout.waitFor();
    return parts;
  }

  async search(text) {
    await this.flyout.getByRole("textbox").first().fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** Searches, and waits for the card that the API's answer makes. */
  async finds(text, path) {
    await this.search(text);
    await this.flyout.getByText(`${text} at ${path}`).first().waitFor();
  }

  async says(pattern) {
    await this.flyout.getByText(pattern).first().waitFor();
  }
}

/** Makes an app of a description in the portal; gives the address of its page. */
async function makeApp(guide, how, api) {
  const { page } = guide;
  await guide.press("link", "Apps");
  await page.getByRole("button", { name: "New app" }).first().click();
  await page.getByLabel(/paste it/).fill(description(how));
  await guide.press("button", "Read the description");
  await page.getByRole("checkbox").first().waitFor();
  await page.getByLabel("Map servers").fill(`${DECLARED}=${api.origin}`);
  await guide.press("button", "Create with 1 command");
  await guide.heading(`Parts ${how}`).waitFor();
  return page.url();
}

/** Registers a key in the portal; gives its registration's ID. */
async function registerKey(guide, name, key) {
  const { page } = guide;
  await guide.press("link", "API key registration");
  await page.getByRole("button", { name: "Register API key" }).first().click();
  await guide.heading("Register an API key").waitFor();
  await page.getByLabel("Registration name").fill(name);
  await page.getByLabel("Base URL").fill(`${DECLARED}/`);
  await page.getByLabel("First key").fill(key);
  await guide.press("button", "Register API key");
  await guide.heading(name).waitFor();
  return guide.copy("API key registration ID");
}

/** Picks the registration by its name under *Authentication and authorization*, and saves. */
async function pick(guide, app, name) {
  const { page } = guide;
  await page.goto(app);
  await guide.press("button", "Configure");
  await guide.heading("Message extension").waitFor();
  await page.getByRole("radio", { name: "API key" }).click();
  await page.getByRole("combobox", { name: "API key registration ID" }).click();
  await page.getByRole("option", { name }).click();
  await page.getByRole("region", { name: "What changes in manifest.json" }).waitFor();
  await guide.press("button", "Save");
  await page.getByText(/^Saved\./).waitFor();
}

/** Saves changed fields of a key's registration. */
async function edit(guide, id, change) {
  const { page } = guide;
  await page.goto(`${new URL(page.url()).origin}/portal/api-keys/${id}/edit`);
  await page.getByLabel("Second key", { exact: true }).waitFor();
  await change(page);
  await guide.press("button", "Save");
  await page.getByText(/^Saved as version/).waitFor();
}

for (const how of ["header", "query"]) {
  story(
    `a key in the ${how} is registered, picked, used, and changed without a failed search`,
    async (stage) => {
      const { api, portal, origin } = stage.demo;
      const [first, second, wrong] = [newKey(), newKey(), newKey()];
      api.keys = new Set([first]);
      api.requests = [];
      const guide = await Guide.enter(await stage.profile(), await portal.link("karin"));
      const app = await makeApp(guide, how, api);
      const name = `Key in the ${how}`;
      const id = await registerKey(guide, name, first);
      await pick(guide, app, name);

      const chatPage = await guide.page.context().newPage();
      await chatPage.goto(origin);
      const parts = await Parts.open(chatPage, how);
      await parts.finds("gasket", `/${how}`);
      assert.equal(api.requests.at(-1).key, first);

      // The provider knows both; the second is entered, then sent; then the first is withdrawn.
      const before = api.requests.length;
      api.keys.add(second);
      await edit(guide, id, (page) => page.getByLabel("Second key", { exact: true }).fill(second));
      await parts.finds("bolt", `/${how}`);
      assert.equal(api.requests.at(-1).key, first);
      await edit(guide, id, (page) => page.getByRole("radio", { name: "The second" }).click());
      await parts.finds("nut", `/${how}`);
      assert.equal(api.requests.at(-1).key, second);
      api.keys.delete(first);
      await parts.finds("washer", `/${how}`);
      assert.ok(api.requests.slice(before).every(({ status }) => status === 200));
      for (const { headers } of api.requests) {
        assert.equal(headers.authorization, undefined);
        assert.equal("x-api-key" in headers, how === "header");
      }

      // A key that the API does not know has words of its own, and no offer to sign in.
      await edit(guide, id, async (page) => {
        await page.getByLabel("Second key", { exact: true }).fill(wrong);
      });
      await parts.search("spring");
      await parts.says(`Parts ${how} didn't accept the key that your organization calls it with.`);
      assert.equal(await parts.flyout.getByRole("button", { name: /^Sign in/ }).count(), 0);
      assert.equal(api.requests.at(-1).key, wrong);

      // No key stands in a page, an answer of the portal or a trace.
      const { traces } = await portal.get("/api/v1/traces?limit=20");
      const told = [await guide.page.content(), JSON.stringify(traces)];
      for (const { code } of traces) {
        told.push(JSON.stringify(await portal.get(`/api/v1/traces/${code}`)));
      }
      told.push(JSON.stringify(await portal.get(`/api/v1/api-keys/${id}`)));
      for (const text of told) {
        for (const secret of [first, second, wrong]) assert.ok(!text.includes(secret));
      }
    },
    { timeout: 120_000 },
  );
}

story("an app whose API asks for nothing works at once, and nothing is sent along", async (stage) => {
  const { api, portal } = stage.demo;
  const guide = await Guide.enter(await stage.profile(), await portal.link("karin"));
  const app = await makeApp(guide, "open", api);
  await guide.press("button", "Configure");
  await guide.page.getByRole("radio", { name: "None", checked: true }).waitFor();
  await guide.page.goto(app);
  await guide.press("button", "Try it in the chat");
  const chat = new Chat(guide.page);
  const parts = new Parts();
  parts.page = chat.page;
  parts.flyout = chat.page.getByRole("region", { name: "Parts open", exact: true });
  await parts.finds("lamp", "/open");
  const { headers } = api.requests.at(-1);
  assert.equal(headers.authorization ?? headers["x-api-key"] ?? headers.cookie, undefined);
});
