/** The main story against a certified authorization server: npm oidc-provider. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { REPAIRS_API, require } from "../harness/binaries.mjs";
import { CertifiedProvider } from "../harness/certified.mjs";
import { Installation } from "../harness/installation.mjs";
import { freePorts } from "../harness/ports.mjs";
import { Program } from "../harness/program.mjs";
import { goOn } from "../harness/sign-in.mjs";
import { stories } from "../harness/story.mjs";
import { until } from "../harness/wait.mjs";

/** Certified provider, sample API that introspects at it, and Cloakroom registered there. */
async function start() {
  const provider = await CertifiedProvider.start();
  const secrets = {
    cloakroom: randomBytes(24).toString("base64"),
    api: randomBytes(24).toString("hex"),
  };
  provider.addClient({
    client_id: "repairs-api",
    client_secret: secrets.api,
    redirect_uris: [],
    response_types: [],
    grant_types: [],
  });
  const [apiPort] = await freePorts(1);
  const api = new Program(
    require(REPAIRS_API),
    [String(apiPort), `${provider.issuer}/token/introspection`, "repairs-api"],
    { env: { SAMPLE_CLIENT_SECRET: secrets.api } },
  );
  await api.line(/^Repairs API /m);
  const installation = await Installation.start({
    loopback: [provider.host, `127.0.0.1:${apiPort}`],
    hosts: [provider.host],
  });
  await installation.addPerson("karin", "Karin Blair", "admin");
  const registration = await installation.register(
    {
      name: "Repairs at a certified provider",
      issuer: provider.issuer,
      scopes: ["openid", "offline_access", "repairs.read"],
      // This provider gives refresh tokens only where consent is asked for (OpenID Connect §11).
      authorizationParameters: { prompt: "consent" },
      refreshMarginSeconds: 1,
    },
    secrets.cloakroom,
    async (redirectUrl) => {
      provider.addClient({
        client_id: "cloakroom",
        client_secret: secrets.cloakroom,
        redirect_uris: [redirectUrl],
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token"],
      });
      return { clientId: "cloakroom" };
    },
  );
  await installation.installRepairs(registration.id, `http://127.0.0.1:${apiPort}`);
  const { stop } = installation;
  return Object.assign(installation, {
    provider,
    stop: async () => {
      await stop.call(installation);
      await api.stop();
      await provider.stop();
    },
  });
}

const story = stories(start);

story("the main story runs against a certified authorization server", async (stage) => {
  const { provider } = stage.demo;
  const chat = await stage.chat("karin");
  provider.tokenSeconds = 3;
  // The provider's own pages want a font from afar, which no test does.
  await chat.context.route(/fonts\.googleapis\.com/, (route) => route.abort());
  await chat.search();
  const popup = await chat.openSignIn();
  const closed = popup.waitForEvent("close");
  await popup.getByText(provider.host, { exact: true }).waitFor();
  await goOn(popup);
  await popup.getByPlaceholder("Enter any login").fill("karin");
  await popup.getByPlaceholder("and password").fill("anything");
  await popup.getByRole("button", { name: "Sign-in" }).click();
  await popup.getByRole("button", { name: "Continue" }).click();
  await closed;
  assert.equal((await chat.titles()).length, 7);
  await chat.says("Signed in as karin");
  assert.equal(provider.counts.authorization_code, 1);

  // Tokens live briefly; each refresh brings another refresh token, which the next one needs.
  await until(
    "two refreshes",
    async () => {
      assert.equal((await chat.invoke()).type, "result", provider.lastError);
      return provider.counts.refresh_token >= 2;
    },
    30_000,
  );
  assert.equal(provider.counts.authorization_code, 1);

  await chat.flyout.getByRole("button", { name: "More about Repairs" }).click();
  await chat.page.getByRole("menuitem", { name: "Sign out of Repairs" }).click();
  await chat.says("You are signed out, and the provider has withdrawn the access.");
  assert.ok(provider.counts.revocations >= 1);
});

story("denying at a certified authorization server is told as such", async (stage) => {
  const chat = await stage.chat("karin");
  await chat.context.route(/fonts\.googleapis\.com/, (route) => route.abort());
  await chat.search();
  const popup = await chat.openSignIn();
  await goOn(popup);
  await popup.getByRole("link", { name: "Cancel" }).click();
  await chat.cardSays(/^You didn't allow Cloakroom to use/);
});
