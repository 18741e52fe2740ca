/** An API that knows its callers by a key, in a header or in the query, or lets anybody in. */

import { createServer } from "node:http";
import { freePorts } from "./ports.mjs";

export class KeyedApi {
  /** The keys that the API knows at this moment. */
  keys = new Set();
  /** The requests that came, each with how it was answered. */
  requests = [];

  static async start() {
    const api = new KeyedApi();
    const [port] = await freePorts(1);
    api.host = `127.0.0.1:${port}`;
    api.origin = `http://${api.host}`;
    api.#server = createServer((request, response) => api.#answer(request, response));
    await new Promise((resolve) => api.#server.listen(port, "127.0.0.1", resolve));
    return api;
  }

  #server;

  #answer(request, response) {
    const url = new URL(request.url, this.origin);
    const key = { "/header": request.headers["x-api-key"], "/query": url.searchParams.get("key") }[
      url.pathname
    ];
    const open = url.pathname === "/open";
    const status = open || this.keys.has(key) ? 200 : 401;
    this.requests.push({ path: url.pathname, key, headers: request.headers, status });
    const title = `${url.searchParams.get("text")} at ${url.pathname}`;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(status === 200 ? { results: [{ title }] } : { error: "key" }));
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The server that the descriptions name. */
export const DECLARED = "https://parts.contoso.example";

const SCHEMES = {
  header: { type: "apiKey", in: "header", name: "X-Api-Key" },
  query: { type: "apiKey", in: "query", name: "key" },
};

/**
 * The OpenAPI description of one search: `how` is `header` or `query` for where the key goes, or
 * `open` for an API that asks for nothing.
 */
export function description(how) {
  const scheme = SCHEMES[how];
  return JSON.stringify({
    openapi: "3.0.3",
    info: { title: `Parts ${how}`, version: "1.0.0" },
    servers: [{ url: DECLARED }],
    ...(scheme && { components: { securitySchemes: { partsKey: scheme } } }),
    paths: {
      [`/${how}`]: {
        get: {
          operationId: "findParts",
          summary: "Find parts",
          description: "Parts by their name.",
          ...(scheme && { security: [{ partsKey: [] }] }),
          parameters: [
            {
              name: "text",
              in: "query",
              required: true,
              description: "A part of the name",
              schema: { type: "string" },
            },
          ],
          responses: {
            200: {
              description: "The parts.",
              content: {
                "application/json": {
                  schema: {
                    type: "object",
                    properties: {
                      results: {
                        type: "array",
                        items: { type: "object", properties: { title: { type: "string" } } },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  });
}
