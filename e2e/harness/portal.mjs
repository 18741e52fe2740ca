/** The portal API with the administrator's token, as automation uses it. */

import { readFileSync } from "node:fs";

/** What a registration shows and nobody enters. */
const LEARNT = [
  "id",
  "redirectUrl",
  "version",
  "hasSecret",
  "hasFormerSecret",
  "formerSecretUntil",
  "createdAt",
  "changedAt",
  "broken",
  "jwksUri",
  "announcesIss",
];

export class Portal {
  #token;

  constructor(origin, tokenFile, tenant) {
    this.origin = origin;
    this.tokenFile = tokenFile;
    this.tenant = tenant;
    this.#token = readFileSync(tokenFile, "utf8").trim();
  }

  /** The same portal, acting in another tenant. */
  of(tenant) {
    return new Portal(this.origin, this.tokenFile, tenant);
  }

  /** Whose headers a call has that is made by hand. */
  get credential() {
    return { authorization: `Bearer ${this.#token}`, "cloakroom-tenant": this.tenant };
  }

  async call(method, path, body, more = {}) {
    const headers = {
      authorization: `Bearer ${this.#token}`,
      accept: "application/json",
      ...more,
    };
    if (this.tenant) headers["cloakroom-tenant"] = this.tenant;
    if (body !== undefined) headers["content-type"] = "application/json";
    const answer = await fetch(`${this.origin}${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  get = (path) => this.call("GET", path);
  post = (path, body = {}) => this.call("POST", path, body);
  delete = (path) => this.call("DELETE", path);

  /** A fresh link to enter by. */
  async link(person) {
    return (await this.post(`/api/v1/persons/${person}/link`)).url;
  }

  /** Changes some fields of a registration; its secret stays. */
  async changeRegistration(id, changes) {
    const path = `/api/v1/registrations/${id}`;
    const fields = await this.get(path);
    const seen = `"${fields.version}"`;
    for (const learnt of LEARNT) delete fields[learnt];
    return this.call("PUT", path, { ...fields, ...changes }, { "If-Match": seen });
  }

  /** Ends all grants of the tenant, and thereby tells the provider. */
  async endGrants() {
    const { grants } = await this.get("/api/v1/grants");
    for (const { id } of grants) await this.delete(`/api/v1/grants/${id}`);
  }
}
