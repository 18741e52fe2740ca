// Writes the table of number formats of CLDR: npm install --no-save --no-package-lock && node generate.mjs
// A locale is in the table when it differs from the one without its last subtag.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const read = (path) => JSON.parse(readFileSync(new URL(`node_modules/${path}`, import.meta.url)));
const version = read("cldr-core/package.json").version;
const systems = read("cldr-core/supplemental/numberingSystems.json").supplemental.numberingSystems;

/** Signs and groups of a locale as a Rust value. */
function culture(locale) {
  const numbers = read(`cldr-numbers-full/main/${locale}/numbers.json`).main[locale].numbers;
  const named = numbers.defaultNumberingSystem;
  const digits = [...(systems[named]?._digits ?? "")];
  const zero = digits[0]?.codePointAt(0);
  const inOrder = digits.every((digit, i) => digit.codePointAt(0) === zero + i);
  const system = digits.length === 10 && inOrder ? named : "latn";
  const { decimal, group } = numbers[`symbols-numberSystem-${system}`];
  const pattern = numbers[`decimalFormats-numberSystem-${system}`].standard;
  const groups = pattern.split(";")[0].split(".")[0].split(",").slice(1).reverse();
  const [first = 0, others = first] = groups.map((part) => part.length);
  const least = Number(numbers.minimumGroupingDigits);
  const char = (text) => `'\\u{${text.codePointAt(0).toString(16)}}'`;
  const start = system === "latn" ? "0" : digits[0];
  return `Culture { decimal: ${char(decimal)}, group: ${char(group)}, sizes: (${first}, ${others}), least: ${least}, zero: ${char(start)} }`;
}

const names = readdirSync(new URL("node_modules/cldr-numbers-full/main", import.meta.url));
const all = new Map(names.map((name) => [name, culture(name)]));
const cultures = [];
const rows = [];
for (const name of [...all.keys()].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))) {
  const parts = name.split("-");
  let outer;
  while (outer === undefined && parts.pop() !== undefined) outer = all.get(parts.join("-") || "und");
  const own = all.get(name);
  if (name === "und" || own === outer) continue;
  if (!cultures.includes(own)) cultures.push(own);
  rows.push(`("${name.toLowerCase()}", ${cultures.indexOf(own)}),`);
}

/** Rows joined to lines of at most a hundred characters. */
function lines(rows) {
  const lines = [];
  for (const row of rows) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + row.length < 99) lines[lines.length - 1] += ` ${row}`;
    else lines.push(`    ${row}`);
  }
  return lines;
}

writeFileSync(
  new URL("../src/functions/culture/cldr.rs", import.meta.url),
  `//! Number formats of CLDR ${version}. Made by \`cldr/generate.mjs\`; do not edit.

use super::Culture;

/// The formats that occur.
#[rustfmt::skip]
pub(super) const CULTURES: &[Culture] = &[
${cultures.map((text) => `    ${text},`).join("\n")}
];

/// Locales in lower case, sorted, each with its place in [\`CULTURES\`].
#[rustfmt::skip]
pub(super) const LOCALES: &[(&str, u8)] = &[
${lines(rows).join("\n")}
];
`,
);
