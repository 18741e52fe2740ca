//! `docs/functions.md`, the reference of the expression language's functions, and the words for
//! fuzzing it, from the table in `adaptive-expressions`.

use adaptive_expressions::{
    Budget, Environment, ErrorKind, Expression, FunctionInfo, Scope, prebuilt,
};
use anyhow::{Context, Result, anyhow};
use serde_json::Value;

use super::{Generated, Sources};

const HEAD: &str = "\
<!-- Made by `cargo xtask generate` from crates/adaptive-expressions/src/functions. -->
# Functions of the expression language

Expressions stand in templates as `${…}`. Beside the operators and functions below they have numbers, texts in single or double quotes, `true`, `false`, `null`, lists `[a, b]`, objects `{name: value}`, texts with expressions in backticks, names and paths such as `entry.parts[0].name`, and `condition ? yes : no`.

An argument with `?` may be left out, `…` may be repeated. The number and, where the text shows it, the type of arguments are checked when a template is installed. Timestamps are ISO 8601 as in `2024-05-23T13:05:09.123Z`; formats are those of .NET; a locale is a name such as `de-DE`, `en-US` where none is given. The result of each example is what our implementation answers, as JSON, at 13:05:09.123 UTC on 23 May 2024.
";

/// 2024-05-23T13:05:09.123Z
const NOW: i64 = 1_716_469_509_123;

pub(super) fn generate(_: &Sources<'_>) -> Result<Option<Vec<Generated>>> {
    let all = prebuilt();
    Ok(Some(vec![
        Generated {
            path: "docs/functions.md",
            text: page(&all)?,
        },
        Generated {
            path: "fuzz/dictionary.txt",
            text: dictionary(&all),
        },
    ]))
}

fn page(all: &[FunctionInfo]) -> Result<String> {
    let mut out = HEAD.to_owned();
    let mut group = "";
    for function in all {
        if function.group != group {
            group = function.group;
            out.push_str(&format!(
                "\n## {group}\n\n| Function | Arguments | What it is | Example | Result |\n| --- | --- | --- | --- | --- |\n"
            ));
        }
        let result = answer(function.example)
            .with_context(|| format!("the example of `{}`", function.name))?;
        let row = [
            code(function.usage),
            count(function),
            cell(function.about),
            code(function.example),
            result.map_or_else(|| "an error".to_owned(), |value| code(&value.to_string())),
        ];
        out.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    Ok(out)
}

/// `None` for what the peer knows by name and cannot evaluate.
fn answer(example: &str) -> Result<Option<Value>> {
    let expression = Expression::parse(example)?;
    let environment = Environment {
        now_unix_millis: NOW,
        seed: 1,
        ..Environment::default()
    };
    let data = Value::Null;
    match expression.evaluate(Scope::new(&data), &environment, Budget::default()) {
        Ok(value) => Ok(Some(value.to_json())),
        Err(error) if error.kind() == ErrorKind::Unsupported => Ok(None),
        Err(error) => Err(anyhow!("{error}")),
    }
}

fn count(function: &FunctionInfo) -> String {
    match (function.least, function.most) {
        (least, None) => format!("{least} or more"),
        (least, Some(most)) if least == most => least.to_string(),
        (least, Some(most)) => format!("{least} to {most}"),
    }
}

/// Code in a table: a bar would end its cell.
fn code(text: &str) -> String {
    let fence = if text.contains('`') { "``" } else { "`" };
    format!("{fence}{}{fence}", cell(text))
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// libFuzzer's form: one quoted word a line.
fn dictionary(all: &[FunctionInfo]) -> String {
    let names = all.iter().flat_map(|function| {
        std::iter::once(function.name).chain(function.aliases.iter().copied())
    });
    let mut words: Vec<String> = names
        .map(|name| {
            let call = if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                "("
            } else {
                ""
            };
            format!("\"{name}{call}\"\n")
        })
        .collect();
    words.sort_unstable();
    format!(
        "# Made by `cargo xtask generate` from crates/adaptive-expressions/src/functions.\n{}",
        words.concat()
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_page_and_the_words_are_those_of_the_code() {
        let root = crate::root().unwrap();
        let sources = Sources {
            root: &root,
            shared: None,
        };
        for Generated { path, text } in generate(&sources).unwrap().unwrap() {
            let there = std::fs::read_to_string(root.join(path)).unwrap();
            assert!(
                there == text,
                "{path} is stale: run `cargo xtask generate functions`"
            );
        }
    }
}
