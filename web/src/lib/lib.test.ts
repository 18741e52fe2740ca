import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { trace } from "../test/samples";
import { toHar } from "./har";
import { readPlace } from "./place";
import { readTexts } from "./zip";

describe("a place in a package", () => {
  it.each([
    ["manifest.json", { file: "manifest.json" }],
    ["a/b.json:12:3", { file: "a/b.json", line: 12, column: 3 }],
    ["manifest.json#/icons/color", { file: "manifest.json", pointer: "/icons/color" }],
  ])("%s", (text, place) => {
    expect(readPlace(text)).toEqual(place);
  });
});

describe("a zip", () => {
  const manifest = '{ "id": "ä" }';
  const zip = (method: 0 | 8, content: Buffer, size = content.length) => {
    const packed = method === 8 ? deflateRawSync(content) : content;
    const name = Buffer.from("manifest.json");
    const common = Buffer.alloc(26);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, name, packed]);
    const start = Buffer.from("PK\x01\x02\x14\x00", "latin1");
    const entry = Buffer.concat([start, common, Buffer.alloc(14), name]);
    const end = Buffer.alloc(22);
    end.write("PK\x05\x06", "latin1");
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(local.length, 16);
    return new Blob([local, entry, end]);
  };

  it.each([0, 8] as const)("gives its texts, packed by method %d", async (method) => {
    const texts = await readTexts(zip(method, Buffer.from(manifest)));
    expect(texts.get("manifest.json")).toBe(manifest);
  });

  it("that lies about a file's size is not unpacked beyond what is shown", async () => {
    const bomb = Buffer.alloc(6 * 1024 * 1024, 0x20);
    expect((await readTexts(zip(8, bomb, 10))).size).toBe(0);
  });

  it("that is none has no texts", async () => {
    expect((await readTexts(new Blob(["PK\x05\x06 nonsense"]))).size).toBe(0);
    expect((await readTexts(new Blob([]))).size).toBe(0);
  });
});

it("a trace's requests become entries of an HTTP archive, without any secret", () => {
  const details = {
    method: "GET",
    url: "https://repairs.contoso.example/repairs?assignedTo=karin",
    bearer: true,
    status: 503,
    bytes: 12,
    firstByteMicros: 9_000,
    contentType: "application/json",
    address: "203.0.113.7:443",
  };
  const steps = trace.steps.map((step) => (step.name === "call" ? { ...step, details } : step));
  const { log } = toHar({ ...trace, startedAt: 0, steps }, "0.1.0");
  expect(log.entries).toHaveLength(1);
  expect(log.entries[0]).toMatchObject({
    startedDateTime: "1970-01-01T00:00:00.041Z",
    request: {
      method: "GET",
      queryString: [{ name: "assignedTo", value: "karin" }],
      headers: [{ name: "Authorization", value: "Bearer (not kept)" }],
    },
    response: { status: 503, content: { size: 12 } },
    serverIPAddress: "203.0.113.7",
  });
});

it("an export holds only what it names: no canary in any other member of a trace gets out", () => {
  const secret = "canary-secret";
  const details = {
    method: "GET",
    url: "https://repairs.contoso.example/repairs?access_token=%E2%80%A6",
    bearer: true,
    status: 401,
    // None of these is ever recorded; if one were, it would still stay.
    accessToken: secret,
    authorization: `Bearer ${secret}`,
    headers: { cookie: secret },
    challenge: secret,
    body: secret,
    clientSecret: secret,
    state: secret,
  };
  const step = { atMicros: 0, micros: 1, outcome: "ok" as const, decision: "done" };
  const names = ["find-command", "call", "exchange", "refresh", "revoke"];
  const steps = names.map((name) => ({ ...step, name, details }));
  const har = JSON.stringify(toHar({ ...trace, steps }, "0.1.0"));
  expect(JSON.parse(har).log.entries).toHaveLength(4);
  expect(har).not.toContain(secret);
});
