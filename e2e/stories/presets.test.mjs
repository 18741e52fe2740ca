/** The registration form: presets, discovery, a second secret, who uses it, and its end. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { CertifiedProvider } from "../harness/certified.mjs";
import { Guide } from "../harness/guide.mjs";
import { Installation } from "../harness/installation.mjs";
import { stories } from "../harness/story.mjs";

async function start() {
  const provider = await CertifiedProvider.start();
  const installation = await Installation.start({
    loopback: [provider.host],
    hosts: [provider.host],
  });
  await installation.addPerson("karin", "Karin Blair", "admin");
  const { stop } = installation;
  return Object.assign(installation, {
    provider,
    stop: async () => {
      await stop.call(installation);
      await provider.stop();
    },
  });
}

const story = stories(start);

const secret = () => randomBytes(24).toString("base64url");

async function choosePreset(page, name) {
  const box = page.getByRole("combobox", { name: /^Begin with/ });
  await box.click();
  await box.fill(name);
  await page.getByRole("option", { name, exact: true }).click();
  await page.getByText(`The form holds what is known of ${name}.`).waitFor();
}

/** Opens the form of a new registration. */
async function newForm(stage) {
  const { portal, origin } = stage.demo;
  const guide = await Guide.enter(await stage.profile(), await portal.link("karin"));
  await guide.page.goto(`${origin}/portal/registrations/new`);
  await guide.heading("Register an OAuth client").waitFor();
  return guide;
}

story("a preset fills the form in, and leaves what was typed by hand until one says otherwise", async (stage) => {
  const guide = await newForm(stage);
  const { page } = guide;
  const scope = page.getByLabel("Scope");
  const tokenEndpoint = page.getByLabel("Token endpoint");
  const authorizationEndpoint = page.getByLabel("Authorization endpoint");
  await page.getByLabel("Registration name").fill("Issues");
  await scope.fill("read:user");
  await tokenEndpoint.fill("https://login.example.com/token");
  await choosePreset(page, "GitHub (OAuth app)");
  assert.match(await authorizationEndpoint.inputValue(), /^https:\/\/github\.com\//);
  assert.equal(await tokenEndpoint.inputValue(), "https://login.example.com/token");
  await page.getByText("What you had entered was kept: Token endpoint.").waitFor();
  await guide.press("button", "Take those of GitHub (OAuth app)");
  assert.match(await tokenEndpoint.inputValue(), /^https:\/\/github\.com\//);
  // Of scopes the preset knows nothing, so what was typed is left alone.
  assert.equal(await scope.inputValue(), "read:user");
  assert.equal(await page.getByLabel("Registration name").inputValue(), "Issues");
  // What a preset filled in is another preset's to replace.
  await choosePreset(page, "GitLab");
  assert.match(await tokenEndpoint.inputValue(), /gitlab/);
  assert.equal(await page.getByText(/was kept/).count(), 0);
});

story("an issuer's endpoints fill in, a second secret ends on a day, and deleting names what breaks", async (stage) => {
  const { provider, origin } = stage.demo;
  const guide = await newForm(stage);
  const { page } = guide;
  const name = `Repairs ${Date.now()}`;
  await page.getByLabel("Registration name").fill(name);
  await page.getByLabel("Base URL").fill("https://repairs.contoso.example/");
  await page.getByLabel("Client ID").fill("repairs");
  const [first, second] = [secret(), secret()];
  await page.getByLabel("Client secret").fill(first);
  await page.getByRole("radio", { name: "Take them from the provider's issuer" }).click();

  // An issuer that is none is told at once, and can be mended.
  stage.watch.expect(/status of 400/);
  const issuer = page.getByRole("textbox", { name: "Issuer" });
  await issuer.fill(`${provider.issuer}/nothing-here`);
  await page.keyboard.press("Tab");
  await page.getByRole("alert").first().waitFor();
  await issuer.fill(provider.issuer);
  await page.keyboard.press("Tab");
  await page.getByText("The provider names these endpoints:").waitFor();
  await page.getByText(`${provider.issuer}/token`, { exact: true }).waitFor();
  await page.getByText(`${provider.issuer}/auth`, { exact: true }).waitFor();
  await guide.press("button", "Register client");
  await guide.heading(name).waitFor();
  const id = await guide.copy("OAuth client registration ID");
  await page.getByText(`${provider.issuer}/token`, { exact: true }).first().waitFor();

  // The secret before is kept until a day, and put back by one click.
  await guide.press("button", "Edit");
  await page.getByLabel("Client secret").fill(second);
  await page.getByRole("radio", { name: "Keep it for a while" }).click();
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel("Keep it until the end of").fill(until);
  await guide.press("button", "Save");
  await page.getByText("Saved as version 2.").waitFor();
  await guide.press("button", "Use the secret before");
  await page.getByText("The secret before is in force again.").waitFor();
  assert.ok(![first, second].some((text) => page.url().includes(text)));
  const content = await page.content();
  assert.ok(!content.includes(first) && !content.includes(second));

  // Who uses it; deleting names what breaks, and can be thought better of.
  const { appId } = await stage.demo.installRepairs(id, provider.issuer);
  await page.reload();
  const usedBy = page.getByRole("region", { name: "Used by" });
  const app = usedBy.getByRole("link", { name: "Repairs", exact: true });
  assert.equal(await app.getAttribute("href"), `/portal/apps/${appId}`);
  await guide.press("button", "Delete");
  const dialog = page.getByRole("alertdialog");
  await dialog.getByText(/^This app stops working/).waitFor();
  await dialog.getByRole("link", { name: "Repairs", exact: true }).waitFor();
  await guide.press("button", "Keep it", dialog);
  await dialog.waitFor({ state: "detached" });
  const opener = page.getByRole("button", { name: "Delete", exact: true });
  assert.ok(await opener.evaluate((button) => button === document.activeElement));
  await guide.press("button", "Delete");
  await guide.press("button", "Delete", dialog);
  await guide.heading("OAuth client registration").waitFor();
  await page.goto(`${origin}/portal/apps/${appId}`);
  await guide.heading("Repairs").waitFor();
});
