/** An installation without the demo: `cloakroom serve`, set up by its portal API and its terminal. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLOAKROOM, REPAIRS_PACKAGE, require } from "./binaries.mjs";
import { Portal } from "./portal.mjs";
import { freePorts } from "./ports.mjs";
import { Program, run } from "./program.mjs";

const DECLARED = "https://repairs.contoso.example";
const VENDOR_ID = "bXNmdF9jb250b3NvX3JlcGFpcnM=";

export class Installation {
  /**
   * @param loopback targets on this machine that may be dialled, `host:port` each
   * @param configuration further tables of the configuration file
   */
  static async start({
    binary = CLOAKROOM,
    loopback = [],
    hosts = [],
    configuration = () => "",
  } = {}) {
    const installation = new Installation();
    installation.binary = require(binary);
    installation.folder = mkdtempSync(join(tmpdir(), "cloakroom-e2e."));
    [installation.port] = await freePorts(1);
    installation.origin = `http://localhost:${installation.port}`;
    installation.hosts = [`localhost:${installation.port}`, ...hosts];
    installation.config = join(installation.folder, "cloakroom.toml");
    const targets = loopback.map((target) => `"${target}"`).join(", ");
    writeFileSync(
      installation.config,
      `[egress]\nallow-loopback = [${targets}]\n${configuration(installation)}`,
    );
    await installation.restart();
    installation.portal = new Portal(installation.origin, installation.tokenFile, "contoso");
    await installation.portal.post("/api/v1/tenants", { id: "contoso", name: "Contoso" });
    return installation;
  }

  get tokenFile() {
    return join(this.folder, "data", "administrator.token");
  }

  /** Starts it, with this environment and the data that are there. */
  async restart(env = {}) {
    this.program = new Program(
      this.binary,
      [
        "serve",
        ...["--config", this.config],
        ...["--data", join(this.folder, "data")],
        ...["--port", String(this.port)],
      ],
      { env },
    );
    let ended;
    this.program.ended.then((end) => {
      ended = end;
    });
    for (;;) {
      const answer = await fetch(`${this.origin}/healthz`).catch(() => undefined);
      if (answer?.ok) return;
      if (ended) throw new Error(`serve ended:\n${this.program.output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Runs a verb against this installation, as its administrator. */
  async terminal(...args) {
    const output = await run(CLOAKROOM, [
      ...args,
      ...["--server", this.origin],
      ...["--token-file", this.tokenFile],
      ...["--tenant", this.portal.tenant],
      "--json",
    ]);
    return JSON.parse(output);
  }

  /** Reserves an ID, lets `atProvider` enter the redirect URL there, and saves the registration. */
  async register(fields, secret, atProvider) {
    const reserved = await this.terminal("registration", "create", "--reserve");
    const client = await atProvider(reserved.redirectUrl);
    const file = join(this.folder, "registration.json");
    const secretFile = join(this.folder, "client.secret");
    writeFileSync(file, JSON.stringify({ baseUrl: `${DECLARED}/`, ...fields, ...client }));
    writeFileSync(secretFile, secret, { mode: 0o600 });
    return this.terminal(
      ...["registration", "create"],
      ...["--id", reserved.id],
      ...["--file", file],
      ...["--client-secret-file", secretFile],
    );
  }

  /** Installs the sample package, bound to a registration, its server mapped to this one. */
  async installRepairs(registration, api) {
    return this.terminal(
      ...["app", "install", REPAIRS_PACKAGE],
      ...["--map", `${DECLARED}=${api}`],
      ...["--bind", `${VENDOR_ID}=${registration}`],
    );
  }

  /** Uploads a package as it is, with these options. */
  async upload(query, archive) {
    const answer = await fetch(`${this.origin}/api/v1/apps?${query}`, {
      method: "POST",
      headers: { ...this.portal.credential, "content-type": "application/zip" },
      body: archive,
    });
    if (!answer.ok) throw new Error(`the upload: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async addPerson(name, displayName, role = "member") {
    await this.portal.post("/api/v1/persons", { name, displayName, role });
  }

  /** Nobody signed in. */
  async reset() {
    await this.portal.endGrants();
  }

  async stop() {
    await this.program.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
