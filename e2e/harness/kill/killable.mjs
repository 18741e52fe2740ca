/** Cloakroom with fail points, beside samples that live on when it is killed. */

import assert from "node:assert/strict";
import { CLOAKROOM_WITH_FAULTS } from "../binaries.mjs";
import { Installation } from "../installation.mjs";
import { Samples } from "./samples.mjs";
import { Visitor } from "./visitor.mjs";

/** Seconds that access tokens live here. */
const TOKEN_SECONDS = 300;
/** Longer than that, and than any reuse window here. */
export const LATER = 400;
/** How long the reuse window of the mode `window` is. */
export const WINDOW = 60;

/** What the provider does with a refresh token, and what the registration says of it. */
const ROTATIONS = {
  strict: { rotation: "strict", reuseWindowSeconds: 0 },
  window: { rotation: { reuseWindow: WINDOW }, reuseWindowSeconds: WINDOW },
  off: { rotation: "off", reuseWindowSeconds: 0 },
};

export class Killable {
  #installation;
  #samples;
  #registration;
  /** How far the clocks have been moved: never back. */
  #seconds = 0;
  #mode;
  /** It was started with a fault, and may have ended by it. */
  #faulty = false;

  static async start() {
    const killable = new Killable();
    const samples = await Samples.start();
    killable.#samples = samples;
    const installation = await Installation.start({
      binary: CLOAKROOM_WITH_FAULTS,
      loopback: [samples.providerHost, samples.apiHost],
    });
    killable.#installation = installation;
    await installation.addPerson("karin", "Karin Blair", "admin");
    await installation.addPerson("alex", "Alex Wilber");
    killable.#registration = await installation.register(
      { name: "Repairs", issuer: samples.issuer, scopes: ["openid", "repairs.read"] },
      samples.secret,
      (redirectUrl) => samples.admit(redirectUrl),
    );
    await installation.installRepairs(killable.#registration.id, `http://${samples.apiHost}`);
    return killable;
  }

  /** Nobody signed in, nothing counted, this rotation. */
  async begin(mode) {
    const { portal } = this.#installation;
    const { rotation, reuseWindowSeconds } = ROTATIONS[mode];
    if (this.#faulty) await this.restart();
    await portal.endGrants();
    if (this.#mode !== mode) {
      await portal.changeRegistration(this.#registration.id, { reuseWindowSeconds });
      this.#mode = mode;
    }
    await this.script({ rotation });
    await this.#samples.provider.clearLog();
  }

  /** Names what the provider does beyond its rotation. */
  async script(script) {
    const { rotation } = ROTATIONS[this.#mode];
    await this.#samples.provider.script({
      ...{ consent: "automatic", accessTokenSeconds: TOKEN_SECONDS },
      ...{ rotation, ...script },
    });
  }

  /** A person who has entered. */
  async enter(name = "karin") {
    return Visitor.enter(name, await this.#installation.portal.link(name));
  }

  /**
   * Starts Cloakroom again on its data.
   * @param fault where it is to be killed
   * @param after seconds that go by meanwhile, here and at the provider
   */
  async restart({ fault, after = 0 } = {}) {
    await this.#installation.program.stop();
    this.#seconds += after;
    if (after > 0) await this.#samples.provider.advance(after);
    const env = { CLOAKROOM_CLOCK_OFFSET_MS: String(this.#seconds * 1000) };
    if (fault) env.CLOAKROOM_FAULT = fault;
    this.#faulty = Boolean(fault);
    await this.#installation.restart(env);
  }

  /** Does something that the process does not survive. */
  async killedBy(act) {
    const { program } = this.#installation;
    const answers = await Promise.race([
      Promise.allSettled([act()].flat()),
      program.ended.then(() => "ended"),
    ]);
    if (answers !== "ended" && answers.some(({ status }) => status === "fulfilled")) {
      assert.fail(`it lived on, and answered ${JSON.stringify(answers)}`);
    }
    const { signal } = await program.ended;
    assert.equal(signal, "SIGABRT", program.output);
  }

  counters = () => this.#samples.provider.counters();

  /** The youngest grant at the provider. */
  async lastGrant() {
    return (await this.#samples.provider.grants()).reduce((a, b) => (a.id > b.id ? a : b));
  }

  async stop() {
    await this.#installation.stop();
    await this.#samples.stop();
  }
}
