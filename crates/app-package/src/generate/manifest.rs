//! `manifest.json`.

use serde_json::{Value, json};
use url::Url;

use super::authorization::Authorization;
use super::source::Source;
use super::text::cut;
use super::{Choices, Chosen};
use crate::document::Node;

/// The newest version that Teams serves; OAuth needs no older one.
const VERSION: &str = "1.26";

/// Accent colours, all dark enough for white on them.
const ACCENTS: [&str; 6] = [
    "#0F6C5C", "#1F5F99", "#7A3E9D", "#9C3B2E", "#6B5A12", "#3F4C6B",
];

pub(super) fn write(
    source: &Source,
    description_file: &str,
    chosen: &[Chosen<'_, '_>],
    authorization: Option<&Authorization>,
    choices: &Choices,
) -> Value {
    let info = source.document.root.get("info");
    let of = |path: &[&str]| -> Option<&str> {
        let mut at = info?;
        for key in path {
            at = at.get(key)?;
        }
        at.as_str().map(str::trim).filter(|text| !text.is_empty())
    };
    let name = name(source, choices);
    let server = server(source);
    let origin = server.as_ref().map_or_else(
        || "https://example.com".to_owned(),
        |server| server.origin().ascii_serialization(),
    );
    let web = |text: Option<&str>, otherwise: String| {
        text.filter(|text| text.starts_with("https://") && text.chars().count() <= 2048)
            .map_or(otherwise, str::to_owned)
    };
    let full = of(&["title"]).unwrap_or(&name);
    let described = of(&["description"]).unwrap_or(full);
    let long: String = described.chars().take(4000).collect();
    json!({
        "$schema": format!(
            "https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
        ),
        "manifestVersion": VERSION,
        "version": "1.0.0",
        "id": choices.id.to_ascii_lowercase(),
        "developer": {
            "name": cut(of(&["contact", "name"]).unwrap_or(&name), 32),
            "websiteUrl": web(of(&["contact", "url"]), origin.clone()),
            "privacyUrl": format!("{origin}/privacy"),
            "termsOfUseUrl": web(of(&["termsOfService"]), format!("{origin}/terms")),
        },
        "name": { "short": name, "full": cut(full, 100) },
        "description": { "short": cut(described, 80), "full": long },
        "icons": {
            "color": "color.png",
            "outline": "outline.png",
            "color32x32": "color32x32.png",
        },
        "accentColor": accent(&choices.id),
        "composeExtensions": [{
            "composeExtensionType": "apiBased",
            "apiSpecificationFile": description_file,
            "authorization": Authorization::manifest(authorization, choices),
            "commands": chosen
                .iter()
                .map(|chosen| chosen.offer.command.clone())
                .collect::<Vec<_>>(),
        }],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": server
            .as_ref()
            .and_then(Url::host_str)
            .into_iter()
            .collect::<Vec<_>>(),
    })
}

/// The short name: chosen, or the description's title.
pub(super) fn name(source: &Source, choices: &Choices) -> String {
    let title = source
        .document
        .root
        .get("info")
        .and_then(|info| info.get("title"))
        .and_then(Node::as_str)
        .unwrap_or_default();
    let name = cut(choices.name.as_deref().unwrap_or(title), 30);
    if name.is_empty() {
        "API".to_owned()
    } else {
        name
    }
}

/// The server of the file.
pub(super) fn server(source: &Source) -> Option<Url> {
    let crate::NodeValue::Array(servers) = &source.document.root.get("servers")?.value else {
        return None;
    };
    let url = servers.first()?.get("url")?.as_str()?;
    Url::parse(url).ok().filter(|url| url.scheme() == "https")
}

/// One of the accents, by the app's id.
fn accent(id: &str) -> &'static str {
    let sum: usize = id.to_ascii_lowercase().bytes().map(usize::from).sum();
    ACCENTS[sum % ACCENTS.len()]
}

/// Whether a text is a GUID.
pub(super) fn is_guid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12]
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
