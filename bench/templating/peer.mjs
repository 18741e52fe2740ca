// The npm side: prints one JSON line with figures per CPU second and the peak memory; for `show`
// the cards and values themselves, for main.rs to compare.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const { Template } = require("adaptivecards-templating");
const { Expression } = require("adaptive-expressions");

const [what, size, seconds] = process.argv.slice(2);
const text = readFileSync(new URL("card.json", import.meta.url), "utf8");
const scope = JSON.parse(readFileSync(new URL("scope.json", import.meta.url), "utf8"));
const entry = (i) => ({
  id: `${i}`,
  title: `Repair ${i}`,
  description: i % 3 ? `Something is broken in room ${i}` : null,
  assignedTo: i % 2 ? "Karin Blair" : "Issac Fielder",
  date: "2023-05-23",
  image: i % 4 ? `https://img.example.com/${i}.png` : null,
});
const entries = Array.from({ length: Number(size) }, (_, i) => entry(i));
const expressions = JSON.parse(
  readFileSync(new URL("expressions.json", import.meta.url), "utf8"),
).map((e) => Expression.parse(e));

const reused = new Template(JSON.parse(text));
const [before, after] = text.split("@@");
const fresh = (i) => new Template(JSON.parse(before + i + after));
if (what === "show") {
  const shown = {
    reused: entries.map((e) => reused.expand({ $root: e })),
    fresh: entries.map((e, i) => fresh(i).expand({ $root: e })),
    values: expressions.map((e) => e.tryEvaluate(scope).value),
  };
  // Written whole before the process ends; `console.log` to a pipe is not.
  writeFileSync(1, JSON.stringify(shown));
  process.exit(0);
}

let round = 0;
let bytes = 0;
const work = {
  reused: () => {
    for (const e of entries) bytes += JSON.stringify(reused.expand({ $root: e })).length;
    return entries.length;
  },
  fresh: () => {
    for (const e of entries) bytes += JSON.stringify(fresh(round++).expand({ $root: e })).length;
    return entries.length;
  },
  expressions: () => {
    for (const e of expressions) if (e.tryEvaluate(scope).error) throw new Error(String(e));
    return expressions.length;
  },
}[what];
const timed = (limit) => {
  const from = process.cpuUsage();
  let done = 0;
  let used = 0;
  while (used < limit * 1e6) {
    // The clock is looked at seldom enough not to count.
    const next = done + 50;
    while (done < next) done += work();
    const now = process.cpuUsage(from);
    used = now.user + now.system;
  }
  return (done * 1e6) / used;
};
timed(Number(seconds) / 4);
console.log(JSON.stringify({ rate: timed(Number(seconds)), kb: process.resourceUsage().maxRSS }));
