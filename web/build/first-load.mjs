/**
 * What a browser fetches before a room can be used, gzipped: the page, its scripts and what they
 * import, and the room's own. Fails above the budget. Fonts are counted too, though systems with a
 * face of Fluent's never fetch ours.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const DIST = fileURLToPath(new URL("../dist", import.meta.url));
const BUDGET = 350_000;
const ENTRY = "index.html";
/** By room: the modules that it loads first, beside the entry. */
const ROOMS = {
  "/": ["src/components/Chat/index.ts"],
  "/portal": ["src/portal/index.ts"],
  "/portal/registrations": ["src/portal/index.ts", "src/portal/registrations/index.ts"],
  "/portal/apps": ["src/portal/index.ts", "src/portal/apps/index.ts"],
};

const manifest = JSON.parse(readFileSync(join(DIST, "manifest.json"), "utf8"));

/** The files of a module and of all that it imports before it runs. */
function files(name, seen = new Set()) {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`${name} is not in the build: mend the list in build/first-load.mjs`);
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const other of chunk.imports ?? []) files(other, seen);
  return seen;
}

const size = (file) => {
  const content = readFileSync(join(DIST, file));
  return file.endsWith(".woff2") ? content.length : gzipSync(content, { level: 9 }).length;
};

let failed = false;
for (const [room, modules] of Object.entries(ROOMS)) {
  const all = files(ENTRY);
  for (const module of modules) files(module, all);
  const font = Object.values(manifest).find(({ src }) =>
    src?.endsWith("inter-latin-wght-normal.woff2"),
  );
  const bytes = [ENTRY, font.file, ...all].reduce((sum, file) => sum + size(file), 0);
  const verdict = bytes > BUDGET ? "too much" : "fine";
  console.log(
    `${room.padEnd(24)}${(bytes / 1000).toFixed(1).padStart(7)} kB of ${BUDGET / 1000}: ${verdict}`,
  );
  failed ||= bytes > BUDGET;
}
process.exitCode = failed ? 1 : 0;
