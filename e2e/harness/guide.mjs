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

  /** Enters a registration's ID in the app's manifest; gives the lines that change. */
  async entersId(id) {
    await this.press("button", "Configure");
    await this.heading("Message extension").waitFor();
    await this.page.getByRole("radio", { name: "OAuth", checked: true }).waitFor();
    await this.page.getByRole("combobox", { name: "OAuth client registration ID" }).fill(id);
    const difference = this.page.getByRole("region", { name: "What changes in manifest.json" });
    await difference.waitFor();
    const lines = {
      removed: await difference.locator("del").allInnerTexts(),
      added: await difference.locator("ins").allInnerTexts(),
    };
    await this.press("button", "Save");
    await this.page.getByText(/^Saved\./).waitFor();
    return lines;
  }

  /** Lets a registration stand for the ID of another service that the package carries. */
  async binds(id) {
    await this.press("button", "Configure");
    await this.heading("Message extension").waitFor();
    await this.page
      .getByRole("combobox", { name: "Registration", exact: true })
      .fill(id);
    await this.press("button", "Bind");
    await this.page.getByText(/^Saved\./).waitFor();
  }

  /** Downloads the package; gives the path of the file. */
  async download() {
    const downloading = this.page.waitForEvent("download");
    await this.press("link", "Download");
    return (await downloading).path();
  }
}
