/** Every page of the portal in every theme: no violation that axe finds, and its picture. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPAIRS_PACKAGE } from "../harness/binaries.mjs";
import { Chat } from "../harness/chat.mjs";
import { Gallery } from "../harness/gallery.mjs";
import { Guide } from "../harness/guide.mjs";
import { signedIn } from "../harness/sign-in.mjs";
import { stories } from "../harness/story.mjs";
import { workshop } from "../harness/workshop.mjs";
import { zip } from "../harness/zip.mjs";

const story = stories(workshop);

const FIELDS = {
  "Registration name": "Contoso Repairs",
  "Base URL": "https://repairs.contoso.example/",
  Scope: "openid repairs.read",
};

story(
  "no page has a violation in any theme, neither empty nor filled",
  async (stage) => {
    const { samples, portal, origin } = stage.demo;
    const guide = await Guide.enter(await stage.profile(), await portal.link("karin"));
    const { page } = guide;
    const gallery = new Gallery(page);
    const see = async (name, path, heading) => {
      await page.goto(`${origin}${path}`);
      await guide.heading(heading).waitFor();
      await page.waitForLoadState("networkidle");
      await gallery.show(name);
    };

    await see("home-empty", "/portal", /^Welcome/);
    await see("registrations-empty", "/portal/registrations", "OAuth client registration");
    await see("apps-empty", "/portal/apps", "Apps");
    await see("api-keys-empty", "/portal/api-keys", "API key registration");
    await see("grants-empty", "/portal/grants", "Grants");
    await see("inspector-empty", "/portal/inspector", "Inspector");
    await see("app-new", "/portal/apps/new", "New app");
    await page.getByLabel(/paste it/).fill(
      readFileSync(join(REPAIRS_PACKAGE, "apiSpecFiles/repairs-openapi.json"), "utf8"),
    );
    await guide.press("button", "Read the description");
    await page.getByRole("checkbox").first().waitFor();
    await gallery.show("app-new-operations");

    await see("upload", "/portal/apps/upload", "Upload a package");
    stage.watch.expect(/status of 400/);
    const manifest = readFileSync(join(REPAIRS_PACKAGE, "manifest.json"), "utf8");
    const wrong = manifest.replace('"id": "listRepairs"', '"id": "noSuchOperation"');
    await guide.choose(zip(REPAIRS_PACKAGE, { "manifest.json": wrong }));
    await page.getByRole("region", { name: "Source of manifest.json" }).waitFor();
    await gallery.show("upload-refused");

    await see("registration-new", "/portal/registrations/new", "Register an OAuth client");
    await guide.press("button", "More settings");
    await guide.press("button", "Register client");
    await page.getByText("Fill this in.").first().waitFor();
    await gallery.show("registration-problems");

    await page.goto(`${origin}/portal/registrations`);
    const id = await guide.register(FIELDS, async (redirectUrl) => ({
      "Client ID": (await samples.admit(redirectUrl)).clientId,
      "Client secret": samples.secret,
      "Authorization endpoint": `${samples.issuer}/authorize`,
      "Token endpoint": `${samples.issuer}/token`,
    }));
    await gallery.show("registration-saved");
    await guide.upload(samples.api.origin);
    await guide.heading("Repairs").waitFor();
    await gallery.show("app");
    await see("app-unbound", new URL(page.url()).pathname, "Repairs");
    await guide.press("button", "Configure");
    await guide.heading("Message extension").waitFor();
    await page.getByText("List repairs", { exact: true }).waitFor();
    await gallery.show("message-extension");
    await page.getByRole("combobox", { name: "Registration", exact: true }).fill(id);
    await guide.press("button", "Bind");
    await page.getByText(/^Saved\./).waitFor();

    await guide.press("link", "Open the chat");
    const chat = new Chat(page);
    await signedIn(chat);
    await samples.api.script({ fault: "down" });
    await chat.search("karin");
    await chat.says(/has a problem of its own/);
    await gallery.show("chat");
    const { code } = await chat.lastTrace();
    await samples.api.reset();

    await see("home", "/portal", /^Welcome/);
    await see("registrations", "/portal/registrations", "OAuth client registration");
    await see("registration", `/portal/registrations/${id}`, "Contoso Repairs");
    await guide.press("button", "Delete");
    await page.getByRole("alertdialog").waitFor();
    await gallery.show("registration-delete");
    await see("registration-edit", `/portal/registrations/${id}/edit`, "Edit Contoso Repairs");
    await see("doctor", `/portal/registrations/${id}/test`, "Test sign-in");
    await guide.press("button", "Begin the test");
    await page.getByText("Now sign in at the provider").waitFor();
    await gallery.show("doctor-waiting");
    await see("api-key-new", "/portal/api-keys/new", "Register an API key");
    await see("apps", "/portal/apps", "Apps");
    await see("sessions", "/portal/sessions", "Sessions");
    await see("grants", "/portal/grants", "Grants");
    await see("settings", "/settings", "Settings");
    await see("roles", "/portal/roles", "Roles");
    await guide.press("button", "Add a person");
    await page.getByRole("dialog").waitFor();
    await gallery.show("roles-add");
    await see("inspector", "/portal/inspector", "Inspector");
    await see("trace", `/portal/inspector/${code}`, /listRepairs/);
    await see("not-found", "/portal/nowhere", "Page not found");

    assert.deepEqual(gallery.found, []);
  },
  { timeout: 400_000 },
);
