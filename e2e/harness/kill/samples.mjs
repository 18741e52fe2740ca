/** The sample provider and the sample API as processes of their own, which outlive Cloakroom. */

import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { CLOAKROOM, require } from "../binaries.mjs";
import { Api, Provider } from "../dial.mjs";
import { freePorts } from "../ports.mjs";
import { Program } from "../program.mjs";

const FOLDER = process.env.CLOAKROOM_SAMPLES_BIN_DIR ?? dirname(CLOAKROOM);
const CLIENT = "cloakroom";
const API_CLIENT = "repairs-api";

export class Samples {
  static async start() {
    const samples = new Samples();
    const [providerPort, apiPort] = await freePorts(2);
    samples.secret = randomBytes(24).toString("base64url");
    samples.providerHost = `127.0.0.1:${providerPort}`;
    samples.apiHost = `127.0.0.1:${apiPort}`;
    samples.issuer = `http://${samples.providerHost}`;
    samples.provider = new Provider(samples.issuer);
    samples.api = new Api(`http://${samples.apiHost}`);
    const apiSecret = randomBytes(24).toString("base64url");
    samples.programs = [
      new Program(
        require(join(FOLDER, "sample-authorization-server")),
        [String(providerPort), CLIENT, "http://localhost/not-known-yet"],
        { env: { SAMPLE_CLIENT_SECRET: samples.secret } },
      ),
      new Program(
        require(join(FOLDER, "sample-repairs-api")),
        [String(apiPort), `${samples.issuer}/introspect`, API_CLIENT],
        { env: { SAMPLE_CLIENT_SECRET: apiSecret } },
      ),
    ];
    await Promise.all(samples.programs.map((program) => program.line(/^Fault dial /m)));
    await samples.provider.addClient({
      ...{ id: API_CLIENT, name: API_CLIENT, secret: apiSecret },
      introspects: true,
    });
    return samples;
  }

  /** Enters Cloakroom's redirect URL at the provider; gives what a registration needs of it. */
  async admit(redirectUrl) {
    await this.provider.addClient({
      ...{ id: CLIENT, name: "Cloakroom", secret: this.secret },
      redirectUris: [redirectUrl],
    });
    return { clientId: CLIENT };
  }

  async stop() {
    await Promise.all(this.programs.map((program) => program.stop()));
  }
}
