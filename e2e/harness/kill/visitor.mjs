/** A person with a browser of few features: cookies, forms, and redirects that are seen. */

import assert from "node:assert/strict";

const field = (html, name) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];

export class Visitor {
  #name;
  #origin;
  #csrf;
  #jars = new Map();

  /** Enters by a link, as `person link` prints it; has the same name at the sample provider. */
  static async enter(name, link) {
    const visitor = Visitor.stranger(name);
    const { origin, hash } = new URL(link);
    visitor.#origin = origin;
    const code = new URLSearchParams(hash.slice(1)).get("enter");
    const { body } = await visitor.#json("/api/v1/session/enter", { code });
    visitor.#csrf = body.csrfToken ?? (await visitor.#json("/api/v1/session")).body.csrfToken;
    return visitor;
  }

  /** Somebody who has not entered; has an account of that name at the sample provider. */
  static stranger(name) {
    const visitor = new Visitor();
    visitor.#name = name;
    return visitor;
  }

  /** One request; cookies go along and are kept, redirects are not followed. */
  async #send(url, { headers = {}, ...rest } = {}) {
    const { host } = new URL(url);
    const jar = this.#jars.get(host) ?? new Map();
    this.#jars.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, {
      ...rest,
      headers: { ...headers, ...(cookie && { cookie }) },
      redirect: "manual",
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = set.match(/^([^=]+)=([^;]*)/);
      if (/max-age=0/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }

  async #json(path, body) {
    const headers = { origin: this.#origin, "content-type": "application/json" };
    if (this.#csrf) headers["x-csrf-token"] = this.#csrf;
    const answer = await this.#send(`${this.#origin}${path}`, {
      headers,
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return { headers: answer.headers, body: text ? JSON.parse(text) : undefined };
  }

  async #form(url, fields) {
    return this.#send(url, {
      method: "POST",
      headers: { origin: new URL(url).origin },
      body: new URLSearchParams(fields),
    });
  }

  /** Searches for repairs. */
  async invoke() {
    const { headers, body } = await this.#json("/api/invoke", {
      type: "invoke",
      name: "composeExtension/query",
      channelId: "msteams",
      conversation: { id: "self" },
      value: {
        commandId: "listRepairs",
        commandContext: "compose",
        parameters: [{ name: "assignedTo", value: "" }],
        queryOptions: { skip: 0, count: 25 },
      },
    });
    const { type, suggestedActions } = body.composeExtension;
    return {
      type,
      error: headers.get("cloakroom-error"),
      signIn: headers.get("cloakroom-sign-in"),
      link: suggestedActions?.actions[0].value,
    };
  }

  /** Goes through our first page and the provider's login; gives the URL that the provider's
   * answer would lead to. The provider asks for no consent. */
  async answered(link) {
    const page = await (await this.#send(link)).text();
    const left = await this.#form(`${link}/continue`, { csrf: field(page, "csrf") });
    assert.equal(left.status, 200);
    const authorize = left.headers.get("refresh").replace(/^0; url=/, "");
    const login = await this.#send(authorize);
    // Who is signed in there already comes back at once.
    const back = login.headers.has("location")
      ? login
      : await this.#form(new URL("/login", authorize), {
          ...{ request: field(await login.text(), "request") },
          ...{ username: this.#name, password: "repairs" },
        });
    const callback = back.headers.get("location");
    assert.match(callback ?? "", /oAuthRedirect.*[?&]code=/);
    return callback;
  }

  /** Opens an address, and gives where it leads. */
  async open(url) {
    const answer = await this.#send(url);
    await answer.arrayBuffer();
    return { status: answer.status, location: answer.headers.get("location") };
  }

  async signInStatus(id) {
    return (await this.#json(`/api/v1/sign-ins/${id}`)).body;
  }

  /** Signs in as whoever gets a sign-in card, and sees the results. */
  async signIn() {
    const asked = await this.invoke();
    assert.equal(asked.type, "auth", asked.error);
    await this.open(await this.answered(asked.link));
    const { status, error } = await this.signInStatus(asked.signIn);
    assert.deepEqual([status, error], ["completed", null]);
    assert.equal((await this.invoke()).type, "result");
  }
}
