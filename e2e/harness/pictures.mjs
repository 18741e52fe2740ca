/** The pictures of the README, taken where they are missing or wanted anew. */

import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { PICTURES } from "./binaries.mjs";

export async function picture(page, name, size) {
  const path = join(PICTURES, `${name}.png`);
  if (existsSync(path) && process.env.CLOAKROOM_PICTURES !== "1") return;
  mkdirSync(PICTURES, { recursive: true });
  if (size) await page.setViewportSize(size);
  // Pictures in the page have loaded, and the fonts.
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
}
