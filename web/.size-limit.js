/**
 * What a browser fetches, by brotli, before a room can be used: the page, its scripts and what they import, and
 * the room's own. A face of Inter is counted too, though systems with Fluent's own never fetch it.
 */

import { readFileSync } from "node:fs";

const LIMIT = "350 kB";
const ENTRY = "index.html";
/** By room: the modules that it loads first, beside the entry. */
const ROOMS = {
  "/": ["src/components/Chat/index.ts"],
  "/portal": ["src/portal/index.ts"],
  "/portal/registrations": ["src/portal/index.ts", "src/portal/registrations/index.ts"],
  "/portal/apps": ["src/portal/index.ts", "src/portal/apps/index.ts"],
};

const manifest = JSON.parse(readFileSync(new URL("dist/manifest.json", import.meta.url), "utf8"));

/** The files of a module and of all that it imports before it runs. */
function files(name, seen = new Set()) {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`${name} is not in the build: mend the list in .size-limit.js`);
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const other of chunk.imports ?? []) files(other, seen);
  return seen;
}

const font = Object.values(manifest).find(({ src }) =>
  src?.endsWith("inter-latin-wght-normal.woff2"),
);

export default Object.entries(ROOMS).map(([name, modules]) => {
  const all = new Set([ENTRY, font.file]);
  for (const module of [ENTRY, ...modules]) files(module, all);
  return { name, path: [...all].map((file) => `dist/${file}`), limit: LIMIT };
});
