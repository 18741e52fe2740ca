/** Our own people at two certified providers at once (npm oidc-provider), in a real browser. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { CertifiedProvider } from "../harness/certified.mjs";
import { cookieHeader } from "../harness/chat.mjs";
import { Installation } from "../harness/installation.mjs";
import { stories } from "../harness/story.mjs";
import { until } from "../harness/wait.mjs";

/** What `docs/sign-in.md` tells an operator to write: a confidential client, and a public one. */
const configuration = (contoso, tailspin, secret) => `
[[sign-in]]
id = "contoso"
name = "Contoso"
issuer = "${contoso.issuer}"
client-id = "cloakroom"
client-secret-variable = "${secret}"
group-claim = "groups"
[[sign-in.tenants]]
tenant = "contoso"
members = ["staff"]
developers = ["integration-team"]
admins = ["cloakroom-admins"]
[[sign-in.tenants]]
tenant = "fabrikam"
developers = ["fabrikam-team"]

[[sign-in]]
id = "tailspin"
name = "Tailspin"
issuer = "${tailspin.issuer}"
client-id = "cloakroom"
group-claim = "/groups"
[[sign-in.tenants]]
tenant = "contoso"
everyone = "member"
`;

async function start() {
  const [contoso, tailspin] = [await CertifiedProvider.start(), await CertifiedProvider.start()];
  const secret = randomBytes(24).toString("base64url");
  // Only the program under test reads it, from the environment that it inherits.
  process.env.CONTOSO_PORTAL_SECRET = secret;
  const installation = await Installation.start({
    loopback: [contoso.host, tailspin.host],
    hosts: [contoso.host, tailspin.host],
    configuration: () => configuration(contoso, tailspin, "CONTOSO_PORTAL_SECRET"),
  });
  const client = {
    client_id: "cloakroom",
    response_types: ["code"],
    grant_types: ["authorization_code"],
  };
  const back = (id) => [`${installation.origin}/portal-sign-in/${id}/callback`];
  contoso.addClient({ ...client, client_secret: secret, redirect_uris: back("contoso") });
  tailspin.addClient({
    ...client,
    token_endpoint_auth_method: "none",
    redirect_uris: back("tailspin"),
  });
  await installation.portal.post("/api/v1/tenants", { id: "fabrikam", name: "Fabrikam" });
  const { stop } = installation;
  return Object.assign(installation, {
    contoso,
    tailspin,
    stop: async () => {
      await stop.call(installation);
      await Promise.all([contoso.stop(), tailspin.stop()]);
    },
  });
}

const story = stories(start);

/** Signs in at a provider, in a browser of its own. */
async function enter(stage, provider, name, user) {
  const context = await stage.profile();
  // The provider's own pages want a font from afar, which no test does.
  await context.route(/fonts\.googleapis\.com/, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(`${stage.demo.origin}/portal`);
  await page.getByRole("button", { name: `Sign in with ${name}`, exact: true }).click();
  await provider.logIn(page, user);
  return page;
}

const welcome = (page) => page.getByRole("heading", { level: 1, name: /^Welcome/ }).waitFor();

/** The rooms that the portal shows one. */
const rooms = (page) => page.getByRole("navigation").getByRole("link").allInnerTexts();

async function session(page, origin) {
  const answer = await page.request.get(`${origin}/api/v1/session`);
  return answer.ok() ? answer.json() : undefined;
}

story("two providers at once, and the same name at both is two people", async (stage) => {
  const { contoso, tailspin, origin, portal } = stage.demo;
  contoso.groups = { karin: ["staff", "cloakroom-admins"] };
  tailspin.groups = { karin: ["cloakroom-admins"] };

  // Nobody made her an account: the first sign-in does, and her groups give the role.
  const hers = await enter(stage, contoso, "Contoso", "karin");
  await welcome(hers);
  const admin = await session(hers, origin);
  assert.deepEqual([admin.tenant.id, admin.role], ["contoso", "admin"]);
  assert.ok((await rooms(hers)).includes("Roles"));

  // Tailspin's karin is somebody else, and groups say nothing where none are named.
  const other = await enter(stage, tailspin, "Tailspin", "karin");
  await welcome(other);
  const member = await session(other, origin);
  assert.deepEqual([member.tenant.id, member.role], ["contoso", "member"]);
  assert.deepEqual(await rooms(other), ["Home", "Grants", "Sessions", "Inspector"]);
  const { persons } = await portal.get("/api/v1/persons");
  const karins = persons.filter(({ name }) => name === "karin");
  assert.deepEqual(
    karins.map(({ issuer }) => issuer).sort(),
    [contoso.issuer, tailspin.issuer].sort(),
  );
  assert.equal(contoso.counts.authorization_code, 1, contoso.lastError);
  assert.equal(tailspin.counts.authorization_code, 1, tailspin.lastError);

  // What brought them in is nowhere in their browsers: one cookie, unseen by scripts.
  for (const page of [hers, other]) {
    const cookies = await page.context().cookies(origin);
    const named = cookies.filter(({ name }) => name === "__Host-cloakroom-session");
    assert.deepEqual(
      named.map(({ httpOnly, secure }) => [httpOnly, secure]),
      [[true, true]],
    );
    assert.equal(await page.evaluate(() => document.cookie), "");
    assert.ok(!page.url().includes("code="), page.url());
  }
});

story("a person switches tenants, with another role and another session there", async (stage) => {
  const { contoso, origin } = stage.demo;
  contoso.groups = { megan: ["cloakroom-admins", "fabrikam-team"] };
  const page = await enter(stage, contoso, "Contoso", "megan");
  await welcome(page);
  const before = await cookieHeader(page.context(), origin);
  await page.getByRole("button", { name: /megan of/ }).click();
  await page.getByRole("menuitemradio", { name: "Fabrikam" }).click();
  await page.getByRole("heading", { name: "Conversation with yourself" }).waitFor();
  const there = await session(page, origin);
  assert.deepEqual([there.tenant.id, there.role], ["fabrikam", "developer"]);
  await page.goto(`${origin}/portal`);
  await welcome(page);
  const shown = await rooms(page);
  assert.ok(shown.includes("Apps") && !shown.includes("Roles"), shown.join());
  // The session that was left is dead, wherever it might have been kept.
  const old = await fetch(`${origin}/api/v1/session`, { headers: { cookie: before } });
  assert.equal(old.status, 401);
});

story("signing out ends the session on the server", async (stage) => {
  const { tailspin, origin } = stage.demo;
  const page = await enter(stage, tailspin, "Tailspin", "robin");
  await welcome(page);
  const before = await cookieHeader(page.context(), origin);
  await page.getByRole("button", { name: /robin of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out of Cloakroom" }).click();
  await page.getByText("You are not signed in").waitFor();
  await page.getByRole("button", { name: "Sign in with Tailspin" }).waitFor();
  const old = await fetch(`${origin}/api/v1/session`, { headers: { cookie: before } });
  assert.equal(old.status, 401);
});

story("who is taken out of a group loses the role, and then the tenant", async (stage) => {
  const { contoso, origin } = stage.demo;
  contoso.groups = { dana: ["cloakroom-admins"] };
  const first = await enter(stage, contoso, "Contoso", "dana");
  await welcome(first);
  assert.equal((await session(first, origin)).role, "admin");

  // Another role at the next sign-in holds in the session that is open elsewhere, too.
  contoso.groups = { dana: ["staff"] };
  const second = await enter(stage, contoso, "Contoso", "dana");
  await welcome(second);
  assert.equal((await session(first, origin)).role, "member");
  const refused = await first.request.get(`${origin}/api/v1/persons`);
  assert.equal(refused.status(), 403);
  stage.watch.expect(/status of 403/);
  await first.goto(`${origin}/portal/roles`);
  await first.getByRole("heading", { level: 1, name: "Not for your role" }).waitFor();

  // In no group any more: told so, and every session in the tenant has ended.
  contoso.groups = {};
  stage.watch.expect(/status of 40[013] .*\/portal-sign-in-problem\//);
  const third = await enter(stage, contoso, "Contoso", "dana");
  await third.getByText(/not in a group that may enter here/).waitFor();
  assert.equal(await session(third, origin), undefined);
  for (const page of [first, second]) {
    await until("the session to be over", async () => !(await session(page, origin)));
    await page.goto(`${origin}/portal`);
    await page.getByText("You are not signed in").waitFor();
  }
});

story("refusing at the provider lets nobody in and says so", async (stage) => {
  const { contoso, origin } = stage.demo;
  stage.watch.expect(/status of 40[013] .*\/portal-sign-in-problem\//);
  const context = await stage.profile();
  await context.route(/fonts\.googleapis\.com/, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(origin);
  await page.getByRole("button", { name: "Sign in with Contoso", exact: true }).click();
  await page.waitForURL(`${contoso.issuer}/**`);
  await page.getByRole("link", { name: "Cancel" }).click();
  await page.getByText("The sign-in service did not sign you in.").waitFor();
  assert.equal(await session(page, origin), undefined);
});
