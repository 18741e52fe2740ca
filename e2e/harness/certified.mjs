/** npm oidc-provider, a certified authorization server, run inside the test. */

import { createServer } from "node:http";
import Provider from "oidc-provider";
import { freePorts } from "./ports.mjs";

export class CertifiedProvider {
  /** How long access tokens live, in seconds; may be changed while it runs. */
  tokenSeconds = 300;
  /** How often tokens were asked for, by grant type, and revoked. */
  counts = { authorization_code: 0, refresh_token: 0, revocations: 0 };
  /** The groups that the id_token of an account lists; may be changed while it runs. */
  groups = {};
  #clients = new Map();

  static async start() {
    const [port] = await freePorts(1);
    const certified = new CertifiedProvider();
    await certified.#listen(port);
    return certified;
  }

  addClient(client) {
    this.#clients.set(client.client_id, client);
  }

  async #listen(port) {
    this.host = `127.0.0.1:${port}`;
    this.issuer = `http://${this.host}`;
    // Its quick-start keys and pages are what this is for; their warnings are not.
    const said = console.warn;
    console.warn = () => undefined;
    const provider = new Provider(this.issuer, {
      adapter: memory(this.#clients),
      clients: [],
      scopes: ["openid", "offline_access", "repairs.read", "repairs.write"],
      features: {
        devInteractions: { enabled: true },
        introspection: { enabled: true },
        revocation: { enabled: true },
      },
      claims: { openid: ["sub", "groups"], profile: ["name"] },
      // As most providers do: what was asked for by scope stands in the id_token itself.
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      cookies: { keys: ["only for this test"] },
      rotateRefreshToken: true,
      ttl: { AccessToken: () => this.tokenSeconds },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({ sub: id, name: `${id} of ${this.host}`, groups: this.groups[id] ?? [] }),
      }),
    });
    console.warn = said;
    provider.on("grant.success", ({ oidc }) => {
      this.counts[oidc.params.grant_type] += 1;
    });
    provider.on("grant.error", ({ oidc }, error) => {
      this.lastError = `${oidc.params?.grant_type}: ${error.error_description ?? error.message}`;
    });
    provider.on("grant.revoked", () => {
      this.counts.revocations += 1;
    });
    this.#server = createServer(provider.callback());
    await new Promise((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
  }

  #server;

  /** Its own pages for a login: any name will do, then consent. */
  async logIn(page, user) {
    await page.waitForURL(`${this.issuer}/**`);
    await page.getByPlaceholder("Enter any login").fill(user);
    await page.getByPlaceholder("and password").fill("anything");
    await page.getByRole("button", { name: "Sign-in" }).click();
    await page.getByRole("button", { name: "Continue" }).click();
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Its own kind of store, with clients that can be added while it runs. */
function memory(clients) {
  const rows = new Map();
  const grants = new Map();
  return class {
    constructor(name) {
      this.name = name;
    }
    #key = (id) => `${this.name}:${id}`;
    async upsert(id, payload) {
      rows.set(this.#key(id), payload);
      if (payload.uid) rows.set(`uid:${payload.uid}`, this.#key(id));
      if (payload.grantId) {
        const of = grants.get(payload.grantId) ?? [];
        grants.set(payload.grantId, [...of, this.#key(id)]);
      }
    }
    async find(id) {
      return this.name === "Client" ? clients.get(id) : rows.get(this.#key(id));
    }
    async findByUid(uid) {
      return rows.get(rows.get(`uid:${uid}`));
    }
    async consume(id) {
      rows.get(this.#key(id)).consumed = Math.floor(Date.now() / 1000);
    }
    async destroy(id) {
      rows.delete(this.#key(id));
    }
    async revokeByGrantId(grantId) {
      for (const key of grants.get(grantId) ?? []) rows.delete(key);
      grants.delete(grantId);
    }
  };
}
