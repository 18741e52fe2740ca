/** What axe-core finds on a page: its rules of WCAG 2.2 A and AA, and its best practices. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The violations, each as one line with the first element that it is about. */
export async function violations(page) {
  // By the debugger's door, which the content security policy does not close.
  await page.evaluate(`${SOURCE};undefined`);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) =>
      `${id}: ${help}: ${html.slice(0, 160)} ${failureSummary.replace(/\s+/g, " ").slice(0, 200)}`,
    ),
  );
}
