/** The vendor's guide, walked through in the portal, with its clicks counted. */

import { REPAIRS_PACKAGE } from "./binaries.mjs";
import { zip } from "./zip.mjs";

export class Guide {
  clicks = 0;

  static async enter(context, link) {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    await page.goto(link);
    await page.getByRole("button", { name: /^Enter as / }).click();
    await page.getByRole("heading", { name: "Conversation with yourself" }).waitFor();
    await page.goto(new URL("/portal", link).href);
    await page.getByRole("heading", { level: 1, name: /^Welcome/ }).waitFor();
    return new Guide(page);
  }

  constructor(page) {
    this.page = page;
  }

  async press(role, name, within = this.page) {
    this.clicks += 1;
    await within.getByRole(role, { name, exact: true }).click();
  }

  /** Presses a copy button, and gives what it has copied. */
  async copy(what) {
    await this.press("button", `Copy ${what}`);
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  heading(name) {
    return this.page.getByRole("heading", { level: 1, name });
  }

  /** Registers a client; `atProvider` gets the redirect URL and gives client ID and secret. */
  async register(fields, atProvider) {
    await this.press("button", "Register client");
    await this.heading("Register an OAuth client").waitFor();
    const client = await atProvider(await this.copy("Redirect URL"));
    for (const [label, text] of Object.entries({ ...fields, ...client })) {
      await this.page.getByLabel(label).fill(text);
    }
    await this.press("button", "Register client");
    await this.heading(fields["Registration name"]).waitFor();
    return this.copy("OAuth client registration ID");
  }

  /** Uploads the sample package, its server mapped to `api`. */
  async upload(api, changed) {
    await this.press("link", "Apps");
    await this.press("button", "Upload a package");
    await this.page.getByLabel("Map servers").fill(`https://repairs.contoso.example=${api}`);
    await this.choose(zip(REPAIRS_PACKAGE, changed));
  }

  async choose(buffer, name = "repairs.zip") {
    const choosing = this.page.waitForEvent("filechooser");
    await this.press("button", "Choose a file");
    await (await choosing).setFiles({ name, mimeType: "application/zip", buffer });
  }

  /** Says on the app's page which registration it signs in through. */
  async signsInThrough(id) {
    await this.press("button", "Configure");
    await this.heading("Message extension").waitFor();
    await this.page.getByRole("combobox", { name: "Registration" }).fill(id);
    await this.press("button", "Save");
    await this.page.getByText(/^Saved\./).waitFor();
  }
}
