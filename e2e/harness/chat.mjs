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

  /** What this browser proves itself by, outside of its pages. */
  async #proofs() {
    const answer = await this.page.request.get(`${this.origin}/api/v1/session`);
    return {
      cookie: await cookieHeader(this.context, this.origin),
      origin: this.origin,
      "x-csrf-token": (await answer.json()).csrfToken,
    };
  }

  /** Invokes as the page does, so many times at once. */
  async invokes(count, commandId = "listRepairs", parameters = { assignedTo: "" }) {
    const headers = { ...(await this.#proofs()), "content-type": "application/json" };
    const body = JSON.stringify({
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
    });
    const one = async () => {
      const answer = await fetch(`${this.origin}/api/invoke`, { method: "POST", headers, body });
      const text = await answer.text();
      const read = text ? JSON.parse(text) : {};
      return {
        status: answer.status,
        type: read.composeExtension?.type,
        body: read,
        error: answer.headers.get("cloakroom-error"),
        trace: answer.headers.get("cloakroom-trace"),
        signIn: answer.headers.get("cloakroom-sign-in"),
      };
    };
    return Promise.all(Array.from({ length: count }, one));
  }

  /** Invokes once. */
  async invoke(commandId, parameters) {
    const [answer] = await this.invokes(1, commandId, parameters);
    return answer;
  }
}

/** The cookies that this browser would send there. */
export async function cookieHeader(context, url) {
  const cookies = await context.cookies(url);
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}
