/** The tenant rule: whose users a registration serves. */

import assert from "node:assert/strict";
import { CLOAKROOM, REPAIRS_PACKAGE } from "../harness/binaries.mjs";
import { run } from "../harness/program.mjs";
import { signIn } from "../harness/sign-in.mjs";
import { stories } from "../harness/story.mjs";

const story = stories();

story(
  "a user of another tenant is served under Any organization and refused under My organization only (SEC-SIGNIN-10)",
  async (stage) => {
    const { demo } = stage;
    const fabrikam = demo.portal.of("fabrikam");
    await fabrikam.post("/api/v1/tenants", { id: "fabrikam", name: "Fabrikam" });
    await fabrikam.post("/api/v1/persons", { name: "frida", displayName: "Frida", role: "member" });
    const { registrations } = await demo.portal.get("/api/v1/registrations");
    const { id } = registrations[0];
    await demo.portal.changeRegistration(id, { restrictByOrg: "AnyOrganization" });
    await run(CLOAKROOM, [
      ...["app", "install", REPAIRS_PACKAGE],
      ...["--map", `https://repairs.contoso.example=${demo.api.origin}`],
      ...["--bind", `bXNmdF9jb250b3NvX3JlcGFpcnM==${id}`],
      ...["--server", demo.origin],
      ...["--token-file", demo.portal.tokenFile],
      ...["--tenant", "fabrikam"],
    ]);

    // Served, with repairs of her own.
    const chat = await stage.chat("frida", fabrikam);
    await chat.search();
    await signIn(chat, "alex");
    assert.ok((await chat.titles()).includes("Clutch"));

    // Tightened: refused with her grant still there, before anything reaches API or provider.
    await demo.portal.changeRegistration(id, { restrictByOrg: "MyOrganization" });
    await demo.api.clearLog();
    await demo.provider.clearLog();
    await chat.search();
    await chat.says(/organization/);
    const trace = await chat.lastTrace();
    assert.equal(trace.steps.find(({ name }) => name === "policy")?.outcome, "refused");
    assert.equal(trace.steps.filter(({ name }) => ["credential", "call"].includes(name)).length, 0);
    assert.deepEqual((await demo.api.log()).entries, []);
    assert.deepEqual((await demo.provider.log()).entries, []);

    // The owner's own users never noticed.
    const karin = await stage.chat("karin");
    await karin.search();
    await signIn(karin, "karin");
    assert.ok((await karin.titles()).includes("Oil change"));
    await fabrikam.endGrants();
  },
);
