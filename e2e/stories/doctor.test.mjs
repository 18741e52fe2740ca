/** The doctor against a certified authorization server, right and set wrong in single places. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { CertifiedProvider } from "../harness/certified.mjs";
import { Installation } from "../harness/installation.mjs";
import { goOn } from "../harness/sign-in.mjs";
import { stories } from "../harness/story.mjs";
import { until } from "../harness/wait.mjs";

async function start() {
  const provider = await CertifiedProvider.start();
  const installation = await Installation.start({
    loopback: [provider.host],
    hosts: [provider.host],
  });
  await installation.addPerson("karin", "Karin Blair", "developer");
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

const own = () => randomBytes(6).toString("hex");

/** A registration at the provider; `fields` differ here, `client` there, `typed` is the secret. */
async function registered({ demo }, { fields = {}, client = {}, typed } = {}) {
  const { provider } = demo;
  const id = `client-${own()}`;
  const secret = randomBytes(24).toString("base64");
  return demo.register(
    {
      name: `At a certified provider ${own()}`,
      issuer: provider.issuer,
      scopes: ["openid", "offline_access", "repairs.read"],
      authorizationParameters: { prompt: "consent" },
      restrictByOrg: "AnyOrganization",
      restrictByApp: "ExistingApp",
      appId: own(),
      ...fields,
    },
    typed ?? secret,
    async (redirectUrl) => {
      provider.addClient({
        client_id: id,
        client_secret: secret,
        redirect_uris: [redirectUrl],
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token"],
        ...client,
      });
      return { clientId: fields.clientId ?? id };
    },
  );
}

const codesOf = (test) => test.findings.map(({ code }) => code).sort();

/** What is found without a person. */
async function checked(stage, wrong) {
  const { portal } = stage.demo;
  const { id } = await registered(stage, wrong);
  let test = await portal.post(`/api/v1/registrations/${id}/tests`, { signIn: false });
  await until("the end of the checks", async () => {
    test = await portal.get(`/api/v1/tests/${test.id}?wait=10&seen=${test.revision}`);
    return test.status === "done";
  });
  return test;
}

const WRONG = [
  ["nothing", {}, []],
  ["a client ID that nobody knows", { fields: { clientId: own() } }, ["client_refused", "client_unknown"]],
  ["another redirect URL", { client: { redirect_uris: [`https://${own()}.example/r`] } }, ["redirect_url_unknown"]],
  [
    "the redirect URL of Teams alone",
    { client: { redirect_uris: ["https://teams.microsoft.com/api/platform/v1.0/oAuthRedirect"] } },
    ["redirect_url_unknown"],
  ],
  ["a wrong secret", { typed: own() }, ["client_secret_refused"]],
  [
    "two of them",
    { typed: own(), client: { redirect_uris: [`https://${own()}.example/r`] } },
    ["client_secret_refused", "redirect_url_unknown"],
  ],
];

story("what is set wrong is found without a person", async (stage) => {
  for (const [name, wrong, expected] of WRONG) {
    const test = await checked(stage, wrong);
    assert.deepEqual(codesOf(test), expected, `${name}: ${JSON.stringify(test, null, 1)}`);
  }
});

/** Runs a test in the portal, with the sign-in in its window. */
async function tested(stage, id) {
  const { page, context } = await stage.chat("karin");
  await context.route(/fonts\.googleapis\.com/, (route) => route.abort());
  await page.goto(`${stage.demo.origin}/portal/registrations/${id}/test`);
  await page.getByRole("button", { name: "Begin the test" }).click();
  const opened = page.waitForEvent("popup");
  await page.getByRole("button", { name: "Open the sign-in" }).click();
  const popup = await opened;
  await popup.getByText("This is a test of the registration").waitFor();
  await goOn(popup);
  await popup.getByPlaceholder("Enter any login").fill("karin");
  await popup.getByPlaceholder("and password").fill("anything");
  await popup.getByRole("button", { name: "Sign-in" }).click();
  await popup.getByRole("button", { name: "Continue" }).click();
  await popup.getByText("The test goes on in the portal.").waitFor();
  await page.getByRole("button", { name: "Test again" }).waitFor();
  return page;
}

story("a right registration is tried whole in the portal, and nothing is left", async (stage) => {
  const { provider, portal } = stage.demo;
  const before = { ...provider.counts };
  const { id } = await registered(stage);
  const page = await tested(stage, id);
  await page.getByText("Everything works, and nothing was found.").waitFor();
  assert.equal(provider.counts.authorization_code, before.authorization_code + 1);
  assert.equal(provider.counts.refresh_token, before.refresh_token + 1);
  assert.ok(provider.counts.revocations > before.revocations, "the tokens are revoked");
  assert.deepEqual((await portal.get("/api/v1/grants")).grants, []);
});

story("a provider that gives no refresh token is told with what it wants", async (stage) => {
  const { id } = await registered(stage, { fields: { authorizationParameters: {} } });
  const page = await tested(stage, id);
  await page.getByText("The provider gives no refresh token").waitFor();
});

story("the terminal tells the same and exits 1 on errors", async (stage) => {
  const { id } = await registered(stage, { typed: own() });
  const failed = await stage.demo.terminal("doctor", id).catch((error) => error);
  assert.match(String(failed.stdout ?? failed.message ?? failed), /client_secret_refused/);
});
