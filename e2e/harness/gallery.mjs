/** Each page in each theme: what axe finds there, and a picture in light and dark. */

import { violations } from "./axe.mjs";
import { picture } from "./pictures.mjs";

const THEMES = ["light", "dark", "contrast"];

export class Gallery {
  #found = new Map();

  constructor(page) {
    this.page = page;
  }

  /** Chooses a theme, as another tab would: the page follows without loading anew. */
  async #theme(name) {
    await this.page.evaluate((theme) => {
      localStorage.setItem("cloakroom.theme", theme);
      dispatchEvent(new StorageEvent("storage"));
    }, name);
    // Colours change over a tenth of a second.
    await this.page.waitForTimeout(300);
  }

  /** Each violation once, with the pages that have it. */
  get found() {
    return [...this.#found].map(([line, places]) => `${line} (${places.join(", ")})`);
  }

  /** What stands now, under a name. */
  async show(name) {
    // A pointer left somewhere would draw what lies under it as hovered.
    await this.page.mouse.move(0, 0);
    for (const theme of THEMES) {
      await this.#theme(theme);
      for (const line of await violations(this.page)) {
        this.#found.set(line, [...(this.#found.get(line) ?? []), `${name} in ${theme}`]);
      }
      if (theme !== "contrast") await picture(this.page, `portal-${name}-${theme}`);
    }
    await this.#theme("light");
  }
}
