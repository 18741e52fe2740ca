//! `cloakroom doctor`: tests a registration against its provider and API.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::api::{Api, segment};
use crate::cli::{DoctorArgs, Format};

/// Seconds that the server holds an answer back.
const WAIT: u64 = 20;

pub(crate) async fn run(args: DoctorArgs) -> Result<ExitCode> {
    let api = Api::open(&args.target).await?;
    let format = args.target.output.format();
    let path = format!(
        "/api/v1/registrations/{}/tests",
        segment(&args.registration)
    );
    let mut test = api.post(&path, &body(&args)?).await?;
    let mut told = 0;
    let mut asked = false;
    loop {
        tell(&test, &mut told);
        if text(&test, "status") == "waiting" && !asked {
            asked = true;
            ask(&api, &test, args.person.as_deref()).await?;
        }
        if text(&test, "status") == "done" {
            break;
        }
        let path = format!(
            "/api/v1/tests/{}?wait={WAIT}&seen={}",
            segment(text(&test, "id")),
            test["revision"]
        );
        test = api.get(&path).await?;
    }
    match format {
        Format::Json => println!("{test:#}"),
        Format::Text => print!("{}", report(&test)),
    }
    Ok(if text(&test, "verdict") == "errors" {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn body(args: &DoctorArgs) -> Result<Value> {
    let mut parameters = BTreeMap::new();
    for parameter in &args.parameters {
        let (name, value) = parameter
            .split_once('=')
            .with_context(|| format!("expected NAME=VALUE, got {parameter}"))?;
        parameters.insert(name, value);
    }
    Ok(json!({
        "person": args.person, "app": args.app, "command": args.command, "parameters": parameters,
    }))
}

/// Tells the steps that have ended since, as they end; not on the report's own stream.
fn tell(test: &Value, told: &mut usize) {
    let steps = test["steps"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    for step in steps.iter().skip(*told) {
        if text(step, "state") == "running" {
            break;
        }
        *told += 1;
        let mark = match text(step, "state") {
            "passed" => "ok",
            "found" => "found",
            _ => "skipped",
        };
        eprintln!(
            "{mark:>8}  {}: {}",
            text(step, "title"),
            text(step, "words")
        );
    }
}

async fn ask(api: &Api, test: &Value, person: Option<&str>) -> Result<()> {
    let path = format!("/api/v1/tests/{}/sign-in", segment(text(test, "id")));
    let link = api.post(&path, &json!({})).await?;
    let person = person.unwrap_or_default();
    eprintln!(
        "Open this link in the browser in which {person} is signed in to the portal, within ten minutes:\n{}",
        text(&link, "url")
    );
    Ok(())
}

/// The report, as compilers write theirs.
fn report(test: &Value) -> String {
    let findings = test["findings"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let mut report = String::new();
    for finding in findings {
        report.push_str(&format!(
            "{}[{}]: {}\n",
            text(finding, "severity"),
            text(finding, "code"),
            text(finding, "title")
        ));
        for (name, field) in [("seen", "seen"), ("means", "means"), ("help", "fix")] {
            report.push_str(&format!("  = {name}: {}\n", text(finding, field)));
        }
        report.push('\n');
    }
    let count = |severity: &str| {
        let of = findings
            .iter()
            .filter(|finding| text(finding, "severity") == severity);
        of.count()
    };
    report.push_str("Redirect URLs at the provider; both may stay:\n");
    for url in test["redirectUrls"].as_array().into_iter().flatten() {
        report.push_str(&format!(
            "  {}  {} ({})\n",
            text(url, "url"),
            text(url, "of"),
            text(url, "wanted")
        ));
    }
    let signed_in = test["steps"]
        .as_array()
        .is_some_and(|steps| steps.iter().any(|step| text(step, "name") == "exchange"));
    let (errors, warnings) = (count("error"), count("warning"));
    let untried = "Signing in was not tried: name a person with --person.\n";
    report.push_str(&match (errors, warnings) {
        (0, 0) if signed_in => "Nothing was found.\n".to_owned(),
        (0, 0) => format!("Nothing was found. {untried}"),
        (0, warnings) if !signed_in => {
            format!("no errors, {}. {untried}", counted(warnings, "warning"))
        }
        (errors, warnings) => format!(
            "{}, {}\n",
            counted(errors, "error"),
            counted(warnings, "warning")
        ),
    });
    report
}

fn counted(number: usize, what: &str) -> String {
    match number {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        more => format!("{more} {what}s"),
    }
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_written_as_compilers_write_theirs() {
        let test = json!({
            "status": "done", "verdict": "errors",
            "steps": [{"name": "authorization", "state": "found", "title": "t", "words": "w"}],
            "findings": [{
                "code": "redirect_url_unknown", "severity": "error",
                "title": "The provider does not know the redirect URL",
                "seen": "it answered with status 400", "means": "It is not listed.", "fix": "Add it.",
            }],
            "redirectUrls": [{"of": "Cloakroom", "url": "https://rooms.example/r", "wanted": "for signing in here"}],
        });
        assert_eq!(
            report(&test),
            "error[redirect_url_unknown]: The provider does not know the redirect URL\n  \
             = seen: it answered with status 400\n  = means: It is not listed.\n  = help: Add it.\n\n\
             Redirect URLs at the provider; both may stay:\n  \
             https://rooms.example/r  Cloakroom (for signing in here)\n1 error, no warnings\n"
        );
    }

    #[test]
    fn a_right_registration_without_a_sign_in_is_not_called_tested_whole() {
        let test = json!({"steps": [], "findings": []});
        assert!(report(&test).ends_with("name a person with --person.\n"));
        let whole = json!({"steps": [{"name": "exchange"}], "findings": []});
        assert!(report(&whole).ends_with("Nothing was found.\n"));
    }
}
