/** What is tested: built before, named by the environment, else where cargo puts it. */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The program as it is shipped. */
export const CLOAKROOM = process.env.CLOAKROOM_BIN ?? join(ROOT, "target/debug/cloakroom");
/** The program with fail points. */
export const CLOAKROOM_WITH_FAULTS =
  process.env.CLOAKROOM_FAULTS_BIN ?? join(ROOT, "target/faults/cloakroom");
/** The sample API on its own. */
export const REPAIRS_API = join(
  process.env.CLOAKROOM_SAMPLES_BIN_DIR ?? dirname(CLOAKROOM),
  "sample-repairs-api",
);
/** The sample package. */
export const REPAIRS_PACKAGE = join(ROOT, "samples/repairs");
/** The browser. */
export const CHROMIUM = process.env.CLOAKROOM_CHROMIUM ?? "/usr/bin/chromium";
/** Screenshots and logs of stories that failed. */
export const OUTPUT = join(ROOT, "e2e/output");
/** The pictures of the README. */
export const PICTURES = join(ROOT, "docs/pictures");

export function require(path) {
  if (!existsSync(path)) throw new Error(`${path} is missing: run scripts/e2e, which builds it`);
  return path;
}
