//! The published JSON schemas as one table of constraints: `crates/app-package/src/schema/table.rs`.
//!
//! Equal schemas become one row, whichever version they come from; `$ref` is followed here, so that
//! the validator has nothing left to resolve.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{Generated, Sources};

/// Said of a schema and no constraint.
const ANNOTATIONS: &[&str] = &[
    "$schema",
    "$comment",
    "$defs",
    "definitions",
    "description",
    "title",
    "default",
];

/// Patterns of the schemas that an engine of linear time can't read as they are, in words that it
/// can. `\S` already excludes the white space that the look-ahead lists; BEL and BS are left.
const REWRITTEN: &[(&str, &str)] = &[(
    r"^(?!.*[\r\n\f\b\v\u0007\t])[\S]*\.xll$",
    r"^[^\s\x07\x08]*\.xll$",
)];

pub(super) fn generate(sources: &Sources<'_>) -> Result<Option<Vec<Generated>>> {
    let Some(shared) = &sources.shared else {
        return Ok(None);
    };
    let schemas = shared.join("data/schemas");
    let mut table = Table::default();
    let mut manifests = Vec::new();
    let mut templates = Vec::new();
    for folder in folders(&schemas.join("teams"))? {
        let path = schemas.join("teams").join(&folder);
        let version = match folder.trim_start_matches('v') {
            "DevPreview" => "devPreview",
            version => version,
        };
        let read = |name: &str| json(&path.join(format!("MicrosoftTeams.{name}.json")));
        manifests.push((version.to_owned(), table.root(&read("schema")?)?));
        let template = read("ResponseRenderingTemplate.schema")?;
        templates.push((version.to_owned(), table.root(&template)?));
    }
    let mut plugins = Vec::new();
    for file in folders(&schemas.join("api-plugin"))? {
        let schema = json(&schemas.join("api-plugin").join(&file))?;
        plugins.push((
            file.trim_end_matches(".json").to_owned(),
            table.root(&schema)?,
        ));
    }
    let text = table.print(&[
        (
            "MANIFESTS",
            "App manifests, by `manifestVersion`.",
            manifests,
        ),
        (
            "TEMPLATES",
            "Response rendering templates, by the version of the manifest's schema.",
            templates,
        ),
        (
            "PLUGINS",
            "API plugin manifests, by `schema_version`.",
            plugins,
        ),
    ]);
    Ok(Some(vec![Generated {
        path: "crates/app-package/src/schema/table.rs",
        text,
    }]))
}

/// Names in a folder, versions in their own order: 1.9 before 1.10.
fn folders(path: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(path).with_context(|| path.display().to_string())? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort_by_key(|name| {
        let minor = name
            .trim_end_matches(".json")
            .rsplit_once('.')
            .and_then(|(_, minor)| minor.parse::<u32>().ok());
        (minor.unwrap_or(u32::MAX), name.clone())
    });
    Ok(names)
}

fn json(path: &Path) -> Result<Value> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

/// Name and comment of a list of versions, and the row of each.
type Roots<'a> = (&'a str, &'a str, Vec<(String, usize)>);

#[derive(Default)]
struct Table {
    rows: Vec<String>,
    known: HashMap<String, usize>,
    patterns: Vec<String>,
}

impl Table {
    fn root(&mut self, schema: &Value) -> Result<usize> {
        self.schema(schema, schema, 0)
    }

    /// The row of a schema. Draft 4 to 7 alike: `$ref` hides what stands beside it.
    fn schema(&mut self, schema: &Value, root: &Value, depth: usize) -> Result<usize> {
        if depth > 64 {
            bail!("the schema is nested deeper than 64 levels, or refers to itself");
        }
        let keywords = match schema {
            Value::Bool(true) => Vec::new(),
            Value::Bool(false) => vec!["Never".to_owned()],
            Value::Object(keywords) => {
                if let Some(Value::String(reference)) = keywords.get("$ref") {
                    let pointer = reference.strip_prefix('#').context("a reference outside")?;
                    let target = root
                        .pointer(pointer)
                        .with_context(|| format!("nothing at {reference}"))?;
                    return self.schema(target, root, depth + 1);
                }
                let mut all = Vec::new();
                for (keyword, value) in keywords {
                    if ANNOTATIONS.contains(&keyword.as_str())
                        || matches!(keyword.as_str(), "then" | "else")
                    {
                        continue;
                    }
                    let keyword = self
                        .keyword(keyword, value, schema, root, depth)
                        .with_context(|| keyword.clone())?;
                    all.push(keyword);
                }
                // Whatever the order in the file, equal constraints are equal rows.
                all.sort();
                all
            }
            other => bail!("{other} is no schema"),
        };
        let row = format!("&[{}]", keywords.join(", "));
        if let Some(id) = self.known.get(&row) {
            return Ok(*id);
        }
        self.rows.push(row.clone());
        self.known.insert(row, self.rows.len() - 1);
        Ok(self.rows.len() - 1)
    }

    fn keyword(
        &mut self,
        keyword: &str,
        value: &Value,
        schema: &Value,
        root: &Value,
        depth: usize,
    ) -> Result<String> {
        let count = || value.as_u64().context("not a count");
        let below = |table: &mut Self, schema: &Value| table.schema(schema, root, depth + 1);
        Ok(match keyword {
            "type" => format!("Types({})", types(value)?),
            "required" => format!("Required(&{:?})", texts(value)?),
            "enum" => format!("Enum(&[{}])", literals(value)?.join(", ")),
            "const" => format!("Const({})", literal(value)?),
            "minLength" => format!("MinLength({})", count()?),
            "maxLength" => format!("MaxLength({})", count()?),
            "minItems" => format!("MinItems({})", count()?),
            "maxItems" => format!("MaxItems({})", count()?),
            "minProperties" => format!("MinProperties({})", count()?),
            "minimum" => format!("Minimum({:?})", value.as_f64().context("not a number")?),
            "maximum" => format!("Maximum({:?})", value.as_f64().context("not a number")?),
            "uniqueItems" => format!("UniqueItems({})", value.as_bool().context("not a boolean")?),
            "pattern" => {
                let source = value.as_str().context("not a text")?;
                format!("Pattern({})", self.pattern(source)?)
            }
            "format" => match value.as_str() {
                Some("uri") => "Format(Format::Uri)".to_owned(),
                Some("email") => "Format(Format::Email)".to_owned(),
                other => bail!("the format {other:?} is not known"),
            },
            "properties" => format!("Properties(&[{}])", self.named(value, root, depth)?),
            "patternProperties" => {
                let mut all = Vec::new();
                for (source, schema) in value.as_object().context("not an object")? {
                    let pattern = self.pattern(source)?;
                    all.push(format!("({pattern}, {})", below(self, schema)?));
                }
                format!("PatternProperties(&[{}])", all.join(", "))
            }
            "additionalProperties" => format!("AdditionalProperties({})", below(self, value)?),
            "propertyNames" => format!("PropertyNames({})", below(self, value)?),
            "items" => format!("Items({})", below(self, value)?),
            "not" => format!("Not({})", below(self, value)?),
            "allOf" => format!("AllOf(&[{}])", self.list(value, root, depth)?),
            "anyOf" => format!("AnyOf(&[{}])", self.list(value, root, depth)?),
            "oneOf" => format!("OneOf(&[{}])", self.list(value, root, depth)?),
            "if" => {
                if schema.get("else").is_some() {
                    bail!("if with else is not known");
                }
                let then = schema.get("then").context("if without then")?;
                format!("If({}, {})", below(self, value)?, below(self, then)?)
            }
            "dependencies" => format!("Dependencies(&[{}])", self.named(value, root, depth)?),
            other => bail!("the keyword {other:?} is not known"),
        })
    }

    fn named(&mut self, value: &Value, root: &Value, depth: usize) -> Result<String> {
        let mut all = Vec::new();
        for (name, schema) in value.as_object().context("not an object")? {
            all.push(format!(
                "({name:?}, {})",
                self.schema(schema, root, depth + 1)?
            ));
        }
        all.sort();
        Ok(all.join(", "))
    }

    fn list(&mut self, value: &Value, root: &Value, depth: usize) -> Result<String> {
        let mut all = Vec::new();
        for schema in value.as_array().context("not an array")? {
            all.push(self.schema(schema, root, depth + 1)?.to_string());
        }
        Ok(all.join(", "))
    }

    fn pattern(&mut self, source: &str) -> Result<usize> {
        let row = match REWRITTEN.iter().find(|(known, _)| *known == source) {
            Some((_, ours)) => format!("({source:?}, {ours:?})"),
            None => {
                regex::Regex::new(source).with_context(|| format!("the pattern {source:?}"))?;
                format!("({source:?}, {source:?})")
            }
        };
        if let Some(id) = self.patterns.iter().position(|known| *known == row) {
            return Ok(id);
        }
        self.patterns.push(row);
        Ok(self.patterns.len() - 1)
    }

    fn print(&self, roots: &[Roots<'_>]) -> String {
        let mut text = String::from(
            "//! Made by `cargo run -p xtask -- generate schemas` from the published schemas; don't edit.\n\n\
             use super::{Format, Id, Keyword, Keyword::*, Literal::*};\n",
        );
        for (name, comment, versions) in roots {
            let _ = write!(
                text,
                "\n/// {comment}\npub(super) static {name}: &[(&str, Id)] = &[\n"
            );
            for (version, id) in versions {
                let _ = writeln!(text, "    ({version:?}, {id}),");
            }
            text.push_str("];\n");
        }
        text.push_str("\n/// As published, and in words that run in linear time.\npub(super) static PATTERNS: &[(&str, &str)] = &[\n");
        for row in &self.patterns {
            let _ = writeln!(text, "    {row},");
        }
        text.push_str("];\n\n/// Every schema and subschema of all versions, equal ones once.\npub(super) static SCHEMAS: &[&[Keyword]] = &[\n");
        for (id, row) in self.rows.iter().enumerate() {
            let _ = writeln!(text, "    /* {id} */ {row},");
        }
        text.push_str("];\n");
        text
    }
}

/// One bit a type, in the order of `schema::types`.
fn types(value: &Value) -> Result<u8> {
    let names = match value {
        Value::String(name) => vec![name.clone()],
        other => texts(other)?,
    };
    let mut bits = 0;
    for name in names {
        bits |= match name.as_str() {
            "null" => 1,
            "boolean" => 2,
            "integer" => 4,
            "number" => 8,
            "string" => 16,
            "array" => 32,
            "object" => 64,
            other => bail!("the type {other:?} is not known"),
        };
    }
    Ok(bits)
}

fn texts(value: &Value) -> Result<Vec<String>> {
    let list = value.as_array().context("not an array")?;
    list.iter()
        .map(|item| Ok(item.as_str().context("not a text")?.to_owned()))
        .collect()
}

fn literals(value: &Value) -> Result<Vec<String>> {
    let list = value.as_array().context("not an array")?;
    list.iter().map(literal).collect()
}

fn literal(value: &Value) -> Result<String> {
    Ok(match value {
        Value::Null => "Null".to_owned(),
        Value::String(text) => format!("Text({text:?})"),
        Value::Number(number) => {
            format!("Integer({})", number.as_i64().context("not an integer")?)
        }
        other => bail!("the literal {other} is not known"),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_committed_table_is_what_the_published_schemas_make() {
        let root = crate::root().unwrap();
        let shared = root.join("../shared");
        if !shared.is_dir() {
            eprintln!("skipped: ../shared is not beside the repository");
            return;
        }
        let sources = Sources {
            root: &root,
            shared: Some(shared),
        };
        let made = generate(&sources).unwrap().unwrap();
        let committed = std::fs::read_to_string(root.join(made[0].path)).unwrap();
        assert!(
            made[0].text == committed,
            "run `cargo run -p xtask -- generate schemas`"
        );
    }

    #[test]
    fn versions_are_ordered_by_number_with_the_preview_last() {
        let folder =
            std::env::temp_dir().join(format!("cloakroom-versions-{}", std::process::id()));
        for name in ["v1.9", "v1.10", "vDevPreview"] {
            std::fs::create_dir_all(folder.join(name)).unwrap();
        }
        assert_eq!(folders(&folder).unwrap(), ["v1.9", "v1.10", "vDevPreview"]);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
