//! `cloakroom explain RULE`: a rule's page.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use app_package::{AppliesTo, Authority, Rule, Severity, rule, rules};
use clap::Args;

use crate::cli::{Format, OutputArgs};

/// Explain a rule of the validator, by its code or name; without one, list them all.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Such as `M013` or `oauth-before-1-26`.
    rule: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

pub(crate) fn run(args: &ExplainArgs) -> Result<()> {
    let json = args.output.format() == Format::Json;
    let printed = match &args.rule {
        None if json => {
            let all: Vec<_> = rules().into_iter().map(value).collect();
            format!("{:#}\n", serde_json::Value::from(all))
        }
        None => list(),
        Some(name) => match rule(name) {
            Some(rule) if json => format!("{:#}\n", value(rule)),
            Some(rule) => page(rule),
            None => bail!("there is no rule {name:?}; `cloakroom explain` lists them"),
        },
    };
    print!("{printed}");
    Ok(())
}

fn list() -> String {
    rules()
        .into_iter()
        .map(|rule| format!("{}  {:7}  {}\n", rule.code, severity(rule), rule.name))
        .collect()
}

fn page(rule: &Rule) -> String {
    let mut page = format!("{} {}\n\n{}\n\n", rule.code, rule.name, rule.page());
    let _ = writeln!(page, "Mend:      {}", rule.mend);
    let _ = writeln!(page, "Severity:  {}", severity(rule));
    let _ = writeln!(page, "Concerns:  {}", concerns(rule));
    let _ = writeln!(page, "Says so:   {}", authority(rule));
    page
}

fn value(rule: &Rule) -> serde_json::Value {
    serde_json::json!({
        "code": rule.code,
        "name": rule.name,
        "severity": severity(rule),
        "appliesTo": rule.applies_to,
        "authority": rule.authority,
        "what": rule.what(),
        "mend": rule.mend,
        "page": rule.page(),
    })
}

fn severity(rule: &Rule) -> &'static str {
    match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn concerns(rule: &Rule) -> &'static str {
    match rule.applies_to {
        AppliesTo::MessageExtension => "message extensions",
        AppliesTo::Plugin => "Copilot plugins",
        AppliesTo::Both => "message extensions and Copilot plugins",
    }
}

fn authority(rule: &Rule) -> &'static str {
    match rule.authority {
        Authority::Schema => "the published schema",
        Authority::Documentation => "the public documentation",
        Authority::Ours => "Cloakroom",
    }
}
