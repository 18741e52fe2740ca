/** The demo, started as a newcomer starts it, in a folder and on ports of its own. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLOAKROOM, require } from "./binaries.mjs";
import { Api, Provider } from "./dial.mjs";
import { Portal } from "./portal.mjs";
import { freePorts } from "./ports.mjs";
import { Program } from "./program.mjs";

export class Demo {
  /** @param tokenSeconds how long access tokens live where the dial does not say otherwise */
  static async start({ tokenSeconds = 300, env } = {}) {
    const folder = mkdtempSync(join(tmpdir(), "cloakroom-e2e."));
    const [port, providerPort, apiPort] = await freePorts(3);
    const program = new Program(
      require(CLOAKROOM),
      [
        "demo",
        ...["--data", folder],
        ...["--port", port],
        ...["--authorization-server-port", providerPort],
        ...["--api-port", apiPort],
        ...["--token-seconds", tokenSeconds],
      ].map(String),
      { env },
    );
    const [, entrance] = await program.line(/^Open (http:\/\/localhost:\d+\/#enter=\S+)$/m);
    return new Demo({ folder, program, port, providerPort, apiPort, entrance });
  }

  constructor({ folder, program, port, providerPort, apiPort, entrance }) {
    this.folder = folder;
    this.program = program;
    this.entrance = entrance;
    this.origin = `http://localhost:${port}`;
    this.apiPort = apiPort;
    this.providerHost = `127.0.0.1:${providerPort}`;
    this.provider = new Provider(`http://${this.providerHost}`);
    this.api = new Api(`http://127.0.0.1:${apiPort}`);
    this.portal = new Portal(this.origin, join(folder, "administrator.token"), "contoso");
    /** Where browsers may go. */
    this.hosts = [`localhost:${port}`, this.providerHost];
  }

  /** Nobody signed in, nothing wrong, nothing logged. */
  async reset() {
    await Promise.all([this.provider.reset(), this.api.reset()]);
    await this.portal.endGrants();
    await Promise.all([this.provider.clearLog(), this.api.clearLog()]);
  }

  /** What must hold after every story: the samples have seen no cookie but their own. */
  async problems() {
    const logs = await Promise.all([this.provider.log(), this.api.log()]);
    const seen = logs.flatMap(({ entries }) => entries.flatMap((entry) => entry.cookieNames));
    const foreign = [...new Set(seen)].filter((name) => !name.startsWith("sample-"));
    return foreign.map((name) => `a sample was sent the cookie ${name}`);
  }

  async stop() {
    await this.program.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
