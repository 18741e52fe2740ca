/** The steps of the vendor's guide, in its order, in the portal: from nothing to a working extension. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CLOAKROOM, REPAIRS_PACKAGE } from "../harness/binaries.mjs";
import { Chat } from "../harness/chat.mjs";
import { Guide } from "../harness/guide.mjs";
import { run } from "../harness/program.mjs";
import { stories } from "../harness/story.mjs";
import { workshop } from "../harness/workshop.mjs";
import { entry } from "../harness/zip.mjs";

const story = stories(workshop);

/** The ID that the sample package carries. */
const VENDOR_ID = "bXNmdF9jb250b3NvX3JlcGFpcnM=";

const FIELDS = {
  "Registration name": "Contoso Repairs",
  "Base URL": "https://repairs.contoso.example/",
  Scope: "openid repairs.read",
};

/** What somebody enters for the sample provider, once it knows the redirect URL. */
function atProvider(samples) {
  return async (redirectUrl) => {
    const { clientId } = await samples.admit(redirectUrl);
    return {
      "Client ID": clientId,
      "Client secret": samples.secret,
      "Authorization endpoint": `${samples.issuer}/authorize`,
      "Token endpoint": `${samples.issuer}/token`,
    };
  };
}

story("an extension of one's own works after fewer than 15 clicks beside typing", async (stage) => {
  const { samples, portal } = stage.demo;
  const guide = await Guide.enter(await stage.profile(), await portal.link("karin"));

  // Register the client; the redirect URL comes first, the registration ID after.
  const id = await guide.register(FIELDS, atProvider(samples));
  assert.match(id, /^reg_/);

  // Open the app; OAuth is what its manifest says. Enter the ID, look at what changes, save.
  await guide.upload(samples.api.origin);
  await guide.heading("Repairs").waitFor();
  const lines = await guide.entersId(id);
  assert.deepEqual(lines, {
    removed: [`          "oAuthConfigurationId": "${VENDOR_ID}"`],
    added: [`          "oAuthConfigurationId": "${id}"`],
  });

  // The updated package: nothing but the ID is another, and it validates.
  const file = await guide.download();
  await run(CLOAKROOM, ["validate", file]);
  const before = readFileSync(join(REPAIRS_PACKAGE, "manifest.json"), "utf8");
  assert.equal(entry(readFileSync(file), "manifest.json"), before.replace(VENDOR_ID, id));

  // Use it: the search goes on by itself after the sign-in.
  const { page } = guide;
  await guide.press("button", "Try it in the chat");
  const chat = new Chat(page);
  await chat.flyout.getByLabel("Technician").fill("karin");
  await page.keyboard.press("Enter");
  const opening = page.waitForEvent("popup");
  await guide.press("button", "Sign in to Repairs", chat.card);
  const popup = await opening;
  await guide.press("button", "Continue", popup);
  await popup.getByLabel("User name").fill("karin");
  await popup.getByLabel("Password").fill("repairs");
  await popup.keyboard.press("Enter");
  const closed = popup.waitForEvent("close");
  await guide.press("button", "Allow", popup);
  await closed;
  assert.ok((await chat.titles()).includes("Oil change"));
  assert.ok(guide.clicks < 15, `${guide.clicks} clicks`);
});

story("what the server refuses stands at its field, and the secret is never shown again", async (stage) => {
  const { samples, portal } = stage.demo;
  const guide = await Guide.enter(await stage.profile(), await portal.link("karin"));
  const { page } = guide;
  const name = `Second ${Date.now()}`;
  await page.goto(`${stage.demo.origin}/portal/registrations`);
  const id = await guide.register({ ...FIELDS, "Registration name": name }, atProvider(samples));

  // The same name again, in other letters: refused at the field, with the rest kept.
  await page.goto(`${stage.demo.origin}/portal/registrations/new`);
  stage.watch.expect(/status of 409/);
  for (const [label, text] of Object.entries({
    ...FIELDS,
    ...(await atProvider(samples)(await guide.copy("Redirect URL"))),
    "Registration name": name.toUpperCase(),
  })) {
    await page.getByLabel(label).fill(text);
  }
  await guide.press("button", "Register client");
  const field = page.getByLabel("Registration name");
  await page.getByText("Another registration has that name.").waitFor();
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.ok(await field.evaluate((input) => input === document.activeElement));

  // Edit: no secret in the page, and saving without one keeps it.
  await page.goto(`${stage.demo.origin}/portal/registrations/${id}/edit`);
  const secret = page.getByLabel("Client secret");
  assert.equal(await secret.inputValue(), "");
  assert.ok(!(await page.content()).includes(samples.secret));
  await page.getByLabel("Scope").fill("openid repairs.read repairs.write");
  await guide.press("button", "Save");
  await page.getByText("Saved as version 2.").waitFor();
  assert.ok(!(await page.content()).includes(samples.secret));

  // Delete asks first.
  await guide.press("button", "Delete");
  const dialog = page.getByRole("alertdialog");
  await dialog.getByText("No app uses it.").waitFor();
  await guide.press("button", "Delete", dialog);
  await guide.heading("OAuth client registration").waitFor();
  await page.getByRole("link", { name, exact: true }).waitFor({ state: "detached" });
});

story("what is wrong with a package stands under the line of its source", async (stage) => {
  const { samples, portal } = stage.demo;
  const guide = await Guide.enter(await stage.profile(), await portal.link("karin"));
  const manifest = readFileSync(join(REPAIRS_PACKAGE, "manifest.json"), "utf8");
  const wrong = manifest.replace('"id": "listRepairs"', '"id": "noSuchOperation"');
  const line = wrong.split("\n").findIndex((text) => text.includes("noSuchOperation")) + 1;
  stage.watch.expect(/status of 400/);
  await guide.upload(samples.api.origin, { "manifest.json": wrong });
  await guide.page.getByText(/^The package was not installed/).waitFor();
  const source = guide.page.getByRole("region", { name: "Source of manifest.json" });
  await source.getByText('"id": "noSuchOperation"').waitFor();
  await source.getByText(String(line), { exact: true }).waitFor();
  // Mended, it goes in from the same page.
  await guide.choose(Buffer.from("no zip"), "readme.txt");
  await guide.page.getByText(/^A package is a zip file/).waitFor();
});

story("a member finds neither registrations nor apps, by the menu or by the address", async (stage) => {
  const { portal, origin } = stage.demo;
  const guide = await Guide.enter(await stage.profile(), await portal.link("alex"));
  const { page } = guide;
  const links = await page.getByRole("navigation").getByRole("link").allInnerTexts();
  assert.deepEqual(links, ["Home", "Grants", "Sessions", "Inspector"]);
  await page.goto(`${origin}/portal/registrations/new`);
  await guide.heading("Not for your role").waitFor();
  const answer = await page.request.get(`${origin}/api/v1/registrations`);
  assert.equal(answer.status(), 403);
});
