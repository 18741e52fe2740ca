/** What axe-core finds on a page: its rules of WCAG 2.2 A and AA, and its best practices. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Ends of a focus trap: whoever comes there is sent on at once, so nobody is ever on them. */
const EXCLUDE = ["[data-tabster-dummy]"];

/** The violations, each as one line with the first element that it is about. */
export async function violations(page) {
  // By the debugger's door, which the content security policy does not close.
  await page.evaluate(`${SOURCE};undefined`);
  const { violations } = await page.evaluate((exclude) => globalThis.axe.run({ exclude }), EXCLUDE);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) =>
      `${id}: ${help}: ${html.replace(/ class="[^"]*"/g, "").replace(/_r_\w+_/g, "_r_").slice(0, 160)} ${failureSummary.replace(/\s+/g, " ").slice(0, 200)}`,
    ),
  );
}
