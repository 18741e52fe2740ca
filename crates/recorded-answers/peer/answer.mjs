// Answers rows with the JavaScript implementation: node answer.mjs FILE… > ANSWERED
// A row with `expr` is evaluated, one with `template` is expanded; old answers are replaced.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// A time without a zone is UTC.
process.env.TZ = "UTC";
// Libraries below warn about odd input; the answer says it all.
console.warn = console.error = () => {};

const require = createRequire(import.meta.url);
const { Expression } = require("adaptive-expressions");
const { Template } = require("adaptivecards-templating");

/** The value as JSON, with forms for what JSON cannot say. Nothing stays undefined. */
function shown(value) {
  if (typeof value === "number" && !Number.isFinite(value)) return { $number: String(value) };
  if (typeof value === "bigint") return { $bigint: String(value) };
  if (typeof value === "function") return undefined;
  if (value === null || typeof value !== "object") return value;
  if (typeof value.toJSNumber === "function") return { $bigint: value.toString() };
  if (Array.isArray(value)) return Array.from(value, (item) => shown(item) ?? null);
  const pairs = Object.entries(value).map(([name, item]) => [name, shown(item)]);
  return Object.fromEntries(pairs.filter(([, item]) => item !== undefined));
}

function evaluated(text, data) {
  let expression;
  try {
    expression = Expression.parse(text);
  } catch {
    return { error: "parse" };
  }
  try {
    const { value, error } = expression.tryEvaluate(data);
    return error ? { error: "evaluate" } : { value: shown(value) ?? null };
  } catch {
    return { error: "throws" };
  }
}

function expanded(payload, data) {
  let template;
  try {
    template = new Template(payload);
  } catch (error) {
    return { error: error.message, class: "parse" };
  }
  try {
    const card = shown(template.expand({ $root: data })) ?? null;
    // An expression in inline data that nobody evaluated.
    if (JSON.stringify(card).includes('"evaluator":')) return { peer_bug: true };
    return { card };
  } catch (error) {
    const unknown = error.message.startsWith("Unknown function");
    const crash = error instanceof TypeError ? { peer_bug: true } : {};
    return { error: error.message, ...crash, class: unknown ? "parse" : "evaluate" };
  }
}

const copy = (value) => (value === undefined ? undefined : structuredClone(value));

for (const path of process.argv.slice(2)) {
  let first = {};
  for (const line of readFileSync(path, "utf8").split("\n").filter((line) => line.trim())) {
    const row = JSON.parse(line);
    if (row.expr === undefined && row.template === undefined) {
      first = row;
      console.log(line);
      continue;
    }
    const data = copy(row.data ?? first.scopes?.[row.scope] ?? first.data);
    const { expr, scope, template } = row;
    const kept = { expr, scope, template, data: row.data };
    const answer = expr === undefined ? expanded(copy(template), data) : evaluated(expr, data);
    console.log(JSON.stringify({ ...kept, ...answer }));
  }
}
