/**
 * What must not happen in any story, collected while it plays: errors in the console, requests of
 * our pages to other hosts, reports of the content security policy, secrets in answers.
 */

/** Somebody without a session asks who he is. */
const ALWAYS_FINE = [/status of 401 .* \S*\/api\/v1\/session$/];

export class Watch {
  problems = [];
  /** The requests that the browser made, by method and URL. */
  requests = [];
  #fine = [...ALWAYS_FINE];
  #ours;
  #hosts;

  constructor(origin, hosts) {
    this.#ours = origin;
    this.#hosts = hosts;
  }

  /** Says that this host belongs to the story as well. */
  visits(host) {
    this.#hosts = [...this.#hosts, host];
  }

  /** Says that a console error of this form belongs to the story. */
  expect(pattern) {
    this.#fine.push(pattern);
  }

  async over(context) {
    await context.exposeBinding("cloakroomReport", ({ page }, report) => {
      if (this.#isOurs(page.url())) this.problems.push(`content security policy: ${report}`);
    });
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        globalThis.cloakroomReport(`${event.violatedDirective} blocked ${event.blockedURI}`);
      });
    });
    context.on("page", (page) => this.#page(page));
    context.on("request", (request) => this.#request(request));
  }

  #isOurs(url) {
    return url.startsWith(`${this.#ours}/`);
  }

  #page(page) {
    page.on("pageerror", (error) => this.problems.push(`${page.url()}: ${error}`));
    page.on("console", (message) => {
      if (message.type() !== "error" || !this.#isOurs(page.url())) return;
      const text = `${message.text()} ${message.location().url}`;
      if (!this.#fine.some((pattern) => pattern.test(text))) this.problems.push(`console: ${text}`);
    });
  }

  #request(request) {
    const url = new URL(request.url());
    this.requests.push(`${request.method()} ${url}`);
    if (!["http:", "https:", "ws:", "wss:"].includes(url.protocol)) return;
    const ownPage = request.isNavigationRequest() || this.#isOurs(request.frame().url());
    if (ownPage && !this.#hosts.includes(url.host)) {
      this.problems.push(`a request went to ${url.host}: ${url}`);
    }
  }
}
