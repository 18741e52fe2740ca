/** The fault dials of the two samples: what they do wrong, and what they have seen. */

class Dial {
  constructor(origin) {
    this.origin = origin;
  }

  async #call(method, path, body) {
    const headers = { "x-dial": "1" };
    if (body !== undefined) headers["content-type"] = "application/json";
    const answer = await fetch(`${this.origin}/dial/${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`${method} ${this.origin}/dial/${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  get = (path) => this.#call("GET", path);
  put = (path, body) => this.#call("PUT", path, body);
  post = (path, body) => this.#call("POST", path, body);

  /** Names what differs from doing everything right. */
  script = (script) => this.put("script", script);
  /** Does everything right again. */
  reset = () => this.put("script", {});
  clearLog = () => this.#call("DELETE", "log");
  log = () => this.get("log");
  /** The requests to one path. */
  async requests(path) {
    const { entries } = await this.log();
    return entries.filter((entry) => entry.path === path);
  }
}

/** The sample authorization server. */
export class Provider extends Dial {
  counters = async () => (await this.log()).counters;
  grants = async () => (await this.get("grants")).grants;
  /** Users end their grants there, as in their account's settings. */
  withdraw = (user) => this.post("withdraw", { user });
  /** Ages every token by so many seconds, as the provider sees it. */
  advance = (seconds) => this.post("clock", { seconds });
  addClient = (client) => this.put("clients", client);
}

/** The sample API. */
export class Api extends Dial {}
