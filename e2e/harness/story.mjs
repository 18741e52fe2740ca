/** A story: a test that begins with nobody signed in and ends with a look at what must not be. */

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { OUTPUT } from "./binaries.mjs";
import { launch, profile } from "./browser.mjs";
import { Chat } from "./chat.mjs";
import { Demo } from "./demo.mjs";
import { Watch } from "./watch.mjs";

/** What a story plays on: the installation, and browsers in it. */
export class Stage {
  #browser;
  #profiles = [];

  constructor(installation, browser) {
    this.demo = installation;
    this.#browser = browser;
    this.watch = new Watch(installation.origin, installation.hosts);
  }

  /** Another browser, in which nobody is anybody yet. */
  async profile() {
    const context = await profile(this.#browser, this.watch);
    this.#profiles.push(context);
    return context;
  }

  /** The chat of a person, in a browser of its own. */
  async chat(person = "karin", portal = this.demo.portal) {
    return Chat.enter(await this.profile(), await portal.link(person));
  }

  /** Screenshots of everything that is open, beside the server's log. */
  async keepEvidence(name) {
    const folder = join(OUTPUT, name.replace(/[^a-zA-Z0-9]+/g, "-").slice(0, 80));
    mkdirSync(folder, { recursive: true });
    const pages = this.#profiles.flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) {
      await page.screenshot({ path: join(folder, `${index}.png`) }).catch(() => undefined);
    }
    writeFileSync(join(folder, "server.log"), this.demo.program?.output ?? "");
    writeFileSync(join(folder, "requests.log"), this.watch.requests.join("\n"));
  }

  async problems() {
    return [...this.watch.problems, ...((await this.demo.problems?.()) ?? [])];
  }

  async close() {
    await Promise.all(this.#profiles.map((context) => context.close()));
  }
}

/** Gives `story(name, play)`; installation and browser start with the first that runs. */
export function stories(start = () => Demo.start()) {
  let opened;
  after(async () => {
    const world = await opened?.catch(() => undefined);
    await world?.browser.close();
    await world?.installation.stop();
  });
  const open = async () => ({ installation: await start(), browser: await launch() });
  return function story(name, play, { timeout = 60_000 } = {}) {
    test(name, { timeout }, async () => {
      opened ??= open();
      const { installation, browser } = await opened;
      await installation.reset?.();
      const stage = new Stage(installation, browser);
      try {
        await play(stage);
        assert.deepEqual(await stage.problems(), []);
      } catch (error) {
        await stage.keepEvidence(name);
        throw error;
      } finally {
        await stage.close();
      }
    });
  };
}
