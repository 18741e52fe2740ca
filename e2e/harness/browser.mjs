/** One browser a test file, a fresh profile for each visitor. */

import { chromium } from "playwright-core";
import { CHROMIUM } from "./binaries.mjs";

export async function launch() {
  return chromium.launch({
    executablePath: CHROMIUM,
    headless: true,
    // What runs in a container has no user namespaces, and nothing here is foreign.
    args: ["--no-sandbox", "--disable-quic", "--disable-background-networking"],
  });
}

/** A profile that `watch` looks at. */
export async function profile(browser, watch) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "UTC",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(10_000);
  await watch.over(context);
  return context;
}
