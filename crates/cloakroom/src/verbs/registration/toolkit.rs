//! The vendor's toolkit file, such as `m365agents.yml`: its `oauth/register` action says what a
//! registration at the vendor would be made of, in the vendor's words.

use std::path::Path;

use anyhow::{Context, Result, bail};
use app_package::{Document, Limits, Node, NodeValue};
use serde_json::{Map, Value, json};

const ACTION: &str = "oauth/register";
/// The parts of the file that hold actions.
const LIFECYCLES: [&str; 4] = ["provision", "deploy", "publish", "share"];

/// The fields of the file's `oauth/register` action, as the portal API has them; of several, the
/// one with that name. `environment` gives the values of `${{NAME}}`.
pub(super) fn fields(
    path: &Path,
    name: Option<&str>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Map<String, Value>> {
    let document = read(path)?;
    let action = action(&document.root, name).with_context(|| format!("{}", path.display()))?;
    let mut fields = of_description(path, action, environment)?;
    let text = |name: &str| -> Result<Option<String>> {
        match action.get(name).and_then(Node::as_str) {
            None => Ok(None),
            Some(text) => filled(text, environment)
                .with_context(|| format!("{}: {name}", path.display()))
                .map(Some),
        }
    };
    if let Some(flow) = text("flow")?
        && flow != "authorizationCode"
    {
        bail!("the flow {flow} is not served: only authorizationCode is");
    }
    if text("identityProvider")?.as_deref() == Some("MicrosoftEntra") {
        bail!(
            "identityProvider MicrosoftEntra leaves the endpoints to the vendor: register with \
             --issuer https://login.microsoftonline.com/<tenant>/v2.0 instead"
        );
    }
    for (field, name) in [
        ("name", "name"),
        ("baseUrl", "baseUrl"),
        ("clientId", "clientId"),
        ("clientSecret", "clientSecret"),
        ("authorizationEndpoint", "authorizationUrl"),
        ("tokenEndpoint", "tokenUrl"),
        ("refreshEndpoint", "refreshUrl"),
    ] {
        if let Some(text) = text(name)? {
            fields.insert(field.to_owned(), text.into());
        }
    }
    if let Some(scopes) = text("scope")? {
        let scopes = scopes
            .split([' ', ',', '\n'])
            .filter(|scope| !scope.is_empty());
        fields.insert("scopes".to_owned(), scopes.collect());
    }
    let by_org = match text("targetAudience")?.as_deref() {
        Some("HomeTenant") => "MyOrganization",
        // Their default, and wider than ours.
        _ => "AnyOrganization",
    };
    fields.insert("restrictByOrg".to_owned(), by_org.into());
    if text("applicableToApps")?.as_deref() == Some("SpecificApp") {
        fields.insert("restrictByApp".to_owned(), "ExistingApp".into());
        let app = text("appId")?.context("applicableToApps is SpecificApp, and appId is absent")?;
        fields.insert("appId".to_owned(), app.into());
    }
    let pkce = action.get("isPKCEEnabled").map(|node| &node.value);
    fields.insert(
        "pkce".to_owned(),
        json!(pkce == Some(&NodeValue::Bool(true))),
    );
    // Absent: in the header (decision 9).
    let authentication = match text("tokenExchangeMethodType")?.as_deref() {
        Some("PostRequestBody") => "post",
        _ => "basic",
    };
    fields.insert("clientAuthentication".to_owned(), authentication.into());
    Ok(fields)
}

fn read(path: &Path) -> Result<Document> {
    let bytes = std::fs::read(path).with_context(|| format!("{}", path.display()))?;
    Document::parse(&path.to_string_lossy(), &bytes, &Limits::default())
        .map_err(|problem| anyhow::anyhow!("{problem}"))
}

/// The `with` of the action.
fn action<'a>(root: &'a Node, name: Option<&str>) -> Result<&'a Node> {
    let actions = LIFECYCLES.iter().filter_map(|part| root.get(part));
    let actions = actions.flat_map(items);
    let registers: Vec<&Node> = actions
        .filter(|action| action.get("uses").and_then(Node::as_str) == Some(ACTION))
        .filter_map(|action| action.get("with"))
        .collect();
    let named = |with: &Node| with.get("name").and_then(Node::as_str).map(str::to_owned);
    match (registers.as_slice(), name) {
        ([], _) => bail!("there is no {ACTION} action in it"),
        ([one], None) => Ok(*one),
        (all, Some(name)) => all
            .iter()
            .copied()
            .find(|with| named(with).as_deref() == Some(name))
            .with_context(|| format!("there is no {ACTION} action named {name}")),
        (all, None) => {
            let names: Vec<_> = all.iter().filter_map(|with| named(with)).collect();
            bail!(
                "there are several {ACTION} actions: choose one with --toolkit-action ({})",
                names.join(", ")
            )
        }
    }
}

fn items(node: &Node) -> &[Node] {
    match &node.value {
        NodeValue::Array(items) => items,
        _ => &[],
    }
}

/// What the API's description says where the action is silent: the toolkit reads it there too.
fn of_description(
    path: &Path,
    action: &Node,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Map<String, Value>> {
    let mut fields = Map::new();
    let Some(named) = action.get("apiSpecPath").and_then(Node::as_str) else {
        return Ok(fields);
    };
    let named = filled(named, environment)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let description = read(&folder.join(named))?;
    let root = &description.root;
    let server = root
        .get("servers")
        .and_then(|servers| items(servers).first());
    if let Some(url) = server
        .and_then(|server| server.get("url"))
        .and_then(Node::as_str)
    {
        fields.insert("baseUrl".to_owned(), url.into());
    }
    let schemes = root
        .get("components")
        .and_then(|components| components.get("securitySchemes"));
    let NodeValue::Object(schemes) = schemes.map_or(&NodeValue::Null, |node| &node.value) else {
        return Ok(fields);
    };
    let flow = schemes.values().find_map(|scheme| {
        let flows = scheme.value.get("flows")?;
        flows.get("authorizationCode")
    });
    let Some(flow) = flow else {
        return Ok(fields);
    };
    for (field, name) in [
        ("authorizationEndpoint", "authorizationUrl"),
        ("tokenEndpoint", "tokenUrl"),
        ("refreshEndpoint", "refreshUrl"),
    ] {
        if let Some(url) = flow.get(name).and_then(Node::as_str) {
            fields.insert(field.to_owned(), url.into());
        }
    }
    if let Some(Node {
        value: NodeValue::Object(scopes),
        ..
    }) = flow.get("scopes")
    {
        fields.insert("scopes".to_owned(), scopes.keys().cloned().collect());
    }
    Ok(fields)
}

/// The text with each `${{NAME}}` put in.
fn filled(text: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${{") {
        let (name, after) = after
            .split_once("}}")
            .with_context(|| format!("{text} has no end of ${{{{"))?;
        let name = name.trim();
        let value = environment(name)
            .with_context(|| format!("the environment has no {name}, which {text} names"))?;
        filled.push_str(before);
        filled.push_str(&value);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r"
version: v1.13
provision:
  - uses: teamsApp/create
    with: { name: repairs }
  - uses: oauth/register
    with:
      name: repairs
      appId: ${{TEAMS_APP_ID}}
      clientId: ${{CLIENT_ID}}
      clientSecret: ${{ SECRET_CLIENT }}
      flow: authorizationCode
      authorizationUrl: https://as.example/authorize
      scope: repairs.read, repairs.write
      applicableToApps: SpecificApp
      targetAudience: HomeTenant
      isPKCEEnabled: true
      tokenExchangeMethodType: PostRequestBody
      apiSpecPath: ./openapi.json
    writeToEnvironmentFile: { configurationId: OAUTH_ID }
";
    const DESCRIPTION: &str = r#"{
        "openapi": "3.0.0", "servers": [{"url": "https://repairs.example/v1"}],
        "components": {"securitySchemes": {
            "key": {"type": "apiKey"},
            "oauth": {"type": "oauth2", "flows": {"authorizationCode": {
                "authorizationUrl": "https://other.example/", "tokenUrl": "https://as.example/token",
                "refreshUrl": "https://as.example/refresh", "scopes": {"a": "A", "b": "B"}}}}
        }}}"#;

    fn environment(name: &str) -> Option<String> {
        let value = match name {
            "TEAMS_APP_ID" => "0f3a",
            "CLIENT_ID" => "repairs-client",
            "SECRET_CLIENT" => "s3cret",
            _ => return None,
        };
        Some(value.to_owned())
    }

    fn of(text: &str, name: Option<&str>) -> Result<Value> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("m365agents.yml");
        std::fs::write(&path, text)?;
        std::fs::write(folder.path().join("openapi.json"), DESCRIPTION)?;
        fields(&path, name, &environment).map(Value::Object)
    }

    #[test]
    fn an_action_and_its_description_give_the_fields() {
        let expected = json!({
            "name": "repairs", "baseUrl": "https://repairs.example/v1",
            "clientId": "repairs-client", "clientSecret": "s3cret",
            "authorizationEndpoint": "https://as.example/authorize",
            "tokenEndpoint": "https://as.example/token",
            "refreshEndpoint": "https://as.example/refresh",
            "scopes": ["repairs.read", "repairs.write"], "restrictByOrg": "MyOrganization",
            "restrictByApp": "ExistingApp", "appId": "0f3a", "pkce": true,
            "clientAuthentication": "post",
        });
        assert_eq!(of(FILE, None).unwrap(), expected);
    }

    #[test]
    fn what_is_absent_is_the_toolkits_default() {
        let text =
            "provision:\n  - uses: oauth/register\n    with: {name: n, flow: authorizationCode}\n";
        let expected = json!({
            "name": "n", "restrictByOrg": "AnyOrganization", "pkce": false,
            "clientAuthentication": "basic",
        });
        assert_eq!(of(text, None).unwrap(), expected);
    }

    #[test]
    fn what_cannot_be_served_or_chosen_is_said() {
        let one = |with: &str| format!("  - uses: oauth/register\n    with: {{{with}}}\n");
        let two = format!("provision:\n{}{}", one("name: a"), one("name: b"));
        for (text, name, said) in [
            (FILE.replace("CLIENT_ID", "NOT_THERE"), None, "NOT_THERE"),
            (two.clone(), None, "a, b"),
            (two, Some("c"), "named c"),
            ("provision: []".to_owned(), None, "no oauth/register"),
            (
                format!(
                    "provision:\n{}",
                    one("name: a, identityProvider: MicrosoftEntra")
                ),
                None,
                "--issuer",
            ),
            (
                format!("provision:\n{}", one("flow: implicit")),
                None,
                "implicit",
            ),
        ] {
            let error = format!("{:#}", of(&text, name).unwrap_err());
            assert!(error.contains(said), "{error}");
        }
    }
}
