//! `cloakroom invoke`: one query as a host sends it.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::secret_from;
use crate::api::{Api, query};
use crate::cli::{Format, InvokeArgs};

pub(crate) async fn run(args: InvokeArgs) -> Result<()> {
    let api = Api::host(&args.server, &secret_from(&args.credential_file)?)?;
    let path = format!(
        "/api/invoke{}",
        query(args.app.as_deref().map(|app| ("app", app)))
    );
    let answer = api.post_answer(&path, &activity(&args)?).await?;
    let body = answer.json()?;
    let header = |name: &str| {
        answer
            .headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .map(str::to_owned)
    };
    let trace = header("cloakroom-trace");
    let error = header("cloakroom-error");
    if args.output.format() == Format::Json {
        println!(
            "{:#}",
            json!({"answer": body, "trace": trace, "error": error})
        );
        return Ok(());
    }
    print!("{}", words(&body));
    if let Some(trace) = trace {
        println!("Trace {trace}");
    }
    if let Some(error) = error {
        println!("Error {error}");
    }
    Ok(())
}

/// Teams' activity for the flags.
fn activity(args: &InvokeArgs) -> Result<Value> {
    let parameters = args
        .parameters
        .iter()
        .map(|parameter| {
            let (name, value) = parameter
                .split_once('=')
                .with_context(|| format!("expected NAME=VALUE, got {parameter}"))?;
            Ok(json!({"name": name, "value": value}))
        })
        .collect::<Result<Vec<_>>>()?;
    if args.command.is_empty() {
        bail!("--command is empty");
    }
    let mut value = json!({
        "commandId": args.command, "commandContext": "compose", "parameters": parameters,
        "queryOptions": {"skip": args.skip, "count": args.count},
    });
    if let Some(code) = &args.confirm {
        value["state"] = json!(code);
    }
    Ok(json!({
        "type": "invoke", "name": "composeExtension/query", "channelId": "cloakroom-cli",
        "from": {"id": args.user}, "conversation": {"id": "terminal"}, "value": value,
    }))
}

/// The answer for people.
fn words(body: &Value) -> String {
    let extension = &body["composeExtension"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match extension["type"].as_str() {
        Some("auth") => {
            let link = text(&extension["suggestedActions"]["actions"][0]["value"]);
            format!(
                "Sign in first. Open this link in a browser, then invoke again with --confirm and the six digits:\n{link}\n"
            )
        }
        Some("message") => format!("{}\n", text(&extension["text"])),
        Some("result") => {
            let attachments = extension["attachments"]
                .as_array()
                .map(Vec::as_slice)
                .unwrap_or_default();
            let mut lines = format!("{} results\n", attachments.len());
            for attachment in attachments {
                let preview = &attachment["preview"]["content"];
                let parts: Vec<String> = ["title", "subtitle", "text"]
                    .iter()
                    .map(|part| text(&preview[*part]))
                    .filter(|part| !part.is_empty())
                    .collect();
                lines.push_str(&format!("- {}\n", parts.join(" · ")));
            }
            lines
        }
        _ => format!("{body:#}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_told_a_line_each() {
        let body = json!({"composeExtension": {"type": "result", "attachments": [
            {"preview": {"content": {"title": "Oil change", "subtitle": "Karin"}}},
            {"preview": {"content": {"title": "Brakes"}}},
        ]}});
        assert_eq!(words(&body), "2 results\n- Oil change · Karin\n- Brakes\n");
    }

    #[test]
    fn a_sign_in_is_told_with_its_link() {
        let body = json!({"composeExtension": {"type": "auth", "suggestedActions": {"actions": [
            {"type": "openUrl", "value": "http://localhost/sign-in/x"}]}}});
        assert!(words(&body).contains("http://localhost/sign-in/x"));
    }
}
