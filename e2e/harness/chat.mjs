/** The chat, by what a person sees and presses. */

import { until } from "./wait.mjs";

export class Chat {
  /** Enters by a link, as it is printed at the start or by `person link`. */
  static async enter(context, link) {
    const page = await context.newPage();
    await page.goto(link);
    await page.getByRole("button", { name: /^Enter as / }).click();
    await page.getByRole("heading", { name: "Conversation with yourself" }).waitFor();
    return new Chat(page);
  }

  constructor(page) {
    this.page = page;
    this.context = page.context();
    this.flyout = page.getByRole("region", { name: "Repairs", exact: true });
    /** The sign-in card. */
    this.card = this.flyout.getByRole("region");
    this.results = this.flyout.getByRole("list", { name: "Results" }).getByRole("button");
    this.trace = page.getByRole("complementary", { name: "Trace" });
    this.messages = page.getByRole("list", { name: "Messages" }).getByRole("listitem");
  }

  get origin() {
    return new URL(this.page.url()).origin;
  }

  async openRepairs() {
    await this.page.getByRole("toolbar").getByRole("button", { name: "Repairs" }).click();
    await this.flyout.waitFor();
  }

  /** Opens the tab of a command. */
  async command(title) {
    await this.flyout.getByRole("tab", { name: title }).click();
  }

  /** Searches for a technician with the extension's first command. */
  async search(technician = "") {
    if (!(await this.flyout.isVisible())) await this.openRepairs();
    await this.command("List repairs");
    await this.flyout.getByLabel("Technician").fill(technician);
    await this.flyout.getByRole("button", { name: "Search", exact: true }).click();
  }

  /** Presses *Sign in* on the card, and gives the window that opens. */
  async openSignIn(label = /^Sign in( to Repairs)?$/) {
    const opening = this.page.waitForEvent("popup");
    await this.card.getByRole("button", { name: label }).click();
    const popup = await opening;
    await popup.waitForLoadState();
    return popup;
  }

  /** The link behind the card. */
  async signInLink() {
    const link = this.card.getByRole("link", { name: "Sign in in this tab instead" });
    const path = await link.getAttribute("href");
    return `${this.origin}${path.replace(/[?&]tab=1$/, "")}`;
  }

  /** Waits until the card says this. */
  async cardSays(text) {
    await this.card.getByText(text).waitFor();
  }

  /** The titles of the results, once there are some. */
  async titles() {
    await this.results.first().waitFor();
    const titles = await this.results.evaluateAll((buttons) =>
      buttons.map((button) => button.title.replace(/^Put “(.*)” into the message$/, "$1")),
    );
    return titles.filter((title) => title !== "");
  }

  /** Whether a picture stands beside each of so many results, and has loaded. */
  async hasPictures(count) {
    const pictures = this.results.getByRole("img");
    const loaded = () =>
      pictures.evaluateAll((all) => all.filter((image) => image.naturalWidth > 0).length);
    await until(`${count} pictures`, async () => (await loaded()) === count);
  }

  /** Waits for words of the flyout that are neither results nor a sign-in. */
  async says(text) {
    await this.flyout.getByText(text).first().waitFor();
  }

  /** The trace of the last invoke. */
  async lastTrace() {
    const code = await this.trace.locator("code").innerText();
    return this.traceOf(code);
  }

  /** A trace by its code; it is written within a second. */
  async traceOf(code) {
    return until(`the trace ${code}`, async () => {
      const answer = await this.page.request.get(`${this.origin}/api/v1/traces/${code}`);
      return answer.ok() && answer.json();
    });
  }

  /** The token that every change by this session carries. */
  async #csrf() {
    const answer = await this.page.request.get(`${this.origin}/api/v1/session`);
    return (await answer.json()).csrfToken;
  }

  /** Invokes as the page does, and gives status, headers and body. */
  async invoke(commandId = "listRepairs", parameters = { assignedTo: "" }) {
    const answer = await this.page.request.post(`${this.origin}/api/invoke`, {
      headers: { origin: this.origin, "x-csrf-token": await this.#csrf() },
      data: {
        type: "invoke",
        name: "composeExtension/query",
        channelId: "msteams",
        conversation: { id: "self" },
        value: {
          commandId,
          commandContext: "compose",
          parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })),
          queryOptions: { skip: 0, count: 25 },
        },
      },
    });
    const headers = answer.headers();
    const text = await answer.text();
    return {
      status: answer.status(),
      type: text && JSON.parse(text).composeExtension?.type,
      body: text && JSON.parse(text),
      error: headers["cloakroom-error"],
      trace: headers["cloakroom-trace"],
      signIn: headers["cloakroom-sign-in"],
    };
  }
}
