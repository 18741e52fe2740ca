//! SARIF 2.1.0 (OASIS), as far as code scanning reads it.

use serde_json::{Value, json};

use super::Sources;
use crate::{AppliesTo, Authority, Diagnostic, Report, Rule, Severity};

/// One run of the tool `cloakroom`.
pub fn render(sources: Sources<'_>, report: &Report) -> Value {
    let mut rules: Vec<&'static Rule> = Vec::new();
    for found in &report.diagnostics {
        if let Some(rule) = crate::rule(found.code)
            && rules.iter().all(|known| known.code != rule.code)
        {
            rules.push(rule);
        }
    }
    let results: Vec<Value> = report
        .diagnostics
        .iter()
        .map(|found| {
            let index = rules.iter().position(|rule| rule.code == found.code);
            result(sources, found, index)
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cloakroom",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(descriptor).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }]
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn descriptor(rule: &Rule) -> Value {
    let applies_to = match rule.applies_to {
        AppliesTo::MessageExtension => "message-extension",
        AppliesTo::Plugin => "plugin",
        AppliesTo::Both => "both",
    };
    let authority = match rule.authority {
        Authority::Schema => "schema",
        Authority::Documentation => "documentation",
        Authority::Ours => "ours",
    };
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.what() },
        "help": { "text": rule.mend, "markdown": rule.page() },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [applies_to, authority] },
    })
}

fn result(sources: Sources<'_>, found: &Diagnostic, index: Option<usize>) -> Value {
    let uri = uri(&sources.place(&found.file));
    let mut physical = json!({ "artifactLocation": { "uri": uri } });
    if let Some(range) = &found.range {
        physical["region"] = json!({
            "startLine": range.line,
            "startColumn": range.column,
            "endLine": range.end_line,
            "endColumn": range.end_column,
        });
    }
    let mut result = json!({
        "ruleId": found.code,
        "level": level(found.severity),
        "message": { "text": format!("{} {}", found.message, found.fix) },
        "locations": [{
            "physicalLocation": physical,
            "logicalLocations": [{ "fullyQualifiedName": found.pointer }],
        }],
        // Lines move; what is wrong and where in the document does not.
        "partialFingerprints": {
            "place/v1": format!("{} {} {}", found.code, found.file, found.pointer)
        },
    });
    if let Some(index) = index {
        result["ruleIndex"] = index.into();
    }
    result
}

/// A path as a URI reference (RFC 3986): relative ones stay relative.
fn uri(path: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const PATH: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'[')
        .add(b']')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    let path = path.replace('\\', "/");
    let encoded = utf8_percent_encode(path.trim_start_matches("./"), PATH).to_string();
    if path.starts_with('/') {
        format!("file://{encoded}")
    } else {
        encoded
    }
}
