//! One fault for each rule, as a change of a package that has none.

pub(crate) mod mends;

use std::path::Path;

use app_package::{Limits, Options, PackageFiles, Registration, read_folder};

/// A change of a package.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// In a file, the one place of a text becomes another.
    Text(&'static str, &'static str, &'static str),
    /// A file becomes another, or a new one.
    File(&'static str, Vec<u8>),
    /// A file is not there.
    Remove(&'static str),
}

/// A package that one rule refuses.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The rule's code.
    pub(crate) rule: &'static str,
    /// The code of a finding that can't be kept from coming with it.
    pub(crate) also: Option<&'static str>,
    /// The folder in `samples/broken`, if it is one of these.
    pub(crate) sample: Option<&'static str>,
    /// Whether the package has a declarative agent with a plugin too.
    pub(crate) plugin: bool,
    /// What is changed.
    pub(crate) changes: Vec<Change>,
    /// What it is judged by.
    pub(crate) options: Options,
}

impl Fault {
    /// The broken package.
    pub(crate) fn files(&self) -> PackageFiles {
        let base = if self.plugin {
            base_with_plugin()
        } else {
            base()
        };
        changed(&base, &self.changes)
    }
}

/// A package without a fault.
pub(crate) fn base() -> PackageFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    read_folder(&folder, &Limits::default()).unwrap()
}

/// The same with a declarative agent and its plugin.
pub(crate) fn base_with_plugin() -> PackageFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plugin");
    let read = |name| Change::File(name, std::fs::read(folder.join(name)).unwrap());
    changed(
        &base(),
        &[
            read("agent.json"),
            read("ai-plugin.json"),
            Change::Text(
                "manifest.json",
                "  \"permissions\"",
                "  \"copilotAgents\": {\n    \"declarativeAgents\": [{ \"id\": \"repairs\", \"file\": \"agent.json\" }]\n  },\n  \"permissions\"",
            ),
        ],
    )
}

/// A package with changes.
pub(crate) fn changed(files: &PackageFiles, changes: &[Change]) -> PackageFiles {
    let mut all: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
        .collect();
    for change in changes {
        match change {
            Change::Text(file, old, new) => {
                let (_, bytes) = all.iter_mut().find(|(name, _)| name == file).unwrap();
                let text = String::from_utf8(bytes.clone()).unwrap();
                assert_eq!(text.matches(old).count(), 1, "{file}: {old}");
                *bytes = text.replacen(old, new, 1).into_bytes();
            }
            Change::File(file, bytes) => {
                all.retain(|(name, _)| name != file);
                all.push(((*file).to_owned(), bytes.clone()));
            }
            Change::Remove(file) => all.retain(|(name, _)| name != file),
        }
    }
    let list: Vec<(&str, &[u8])> = all
        .iter()
        .map(|(n, b)| (n.as_str(), b.as_slice()))
        .collect();
    PackageFiles::embedded(&list)
}

/// A registration that the package without a fault agrees with.
pub(crate) fn registration() -> Registration {
    Registration {
        id: "reg_repairs".to_owned(),
        base_url: Some("https://repairs.contoso.example/v1".parse().unwrap()),
        authorization_endpoint: Some("https://login.contoso.example/authorize".to_owned()),
        token_endpoint: Some("https://login.contoso.example/token".to_owned()),
        refresh_endpoint: None,
        scopes: vec!["repairs.read".to_owned()],
        any_organization: Some(true),
        existing_app: Some(true),
    }
}

const MANIFEST: &str = "manifest.json";
const API: &str = "apiSpecFiles/openapi.json";
const CARD: &str = "adaptiveCards/list.json";
const PLUGIN: &str = "ai-plugin.json";

/// The packages of `samples/broken`.
const SAMPLES: [&str; 40] = [
    "manifest-missing",
    "malformed-file",
    "duplicate-key",
    "file-missing",
    "file-name-outside",
    "unknown-property",
    "missing-property",
    "wrong-type",
    "unlisted-value",
    "text-too-long",
    "malformed-text",
    "too-many-items",
    "too-few-items",
    "manifest-version-unknown",
    "schema-of-another-version",
    "placeholder-unresolved",
    "nothing-to-serve",
    "blank-text",
    "id-not-a-guid",
    "auth-type-with-blank",
    "auth-type-misspelled",
    "oauth-before-1-26",
    "oauth-configuration-misspelled",
    "oauth-configuration-missing",
    "action-command",
    "command-without-template",
    "choices-without-choiceset",
    "card-without-type",
    "unknown-card-element",
    "expression-malformed",
    "json-path-malformed",
    "action-url-not-https",
    "reference-outside-package",
    "server-not-https",
    "command-without-operation",
    "parameter-not-in-operation",
    "property-not-in-response",
    "auth-type-without-scheme",
    "icon-of-wrong-size",
    "reference-id-missing",
];

fn text(
    rule: &'static str,
    sample: &'static str,
    file: &'static str,
    old: &'static str,
    new: &'static str,
) -> Fault {
    changes(rule, sample, vec![Change::Text(file, old, new)])
}

fn changes(rule: &'static str, sample: &'static str, changes: Vec<Change>) -> Fault {
    Fault {
        rule,
        also: None,
        sample: SAMPLES.contains(&sample).then_some(sample),
        plugin: false,
        changes,
        options: Options::default(),
    }
}

fn plugin(rule: &'static str, sample: &'static str, old: &'static str, new: &'static str) -> Fault {
    Fault {
        plugin: true,
        ..text(rule, sample, PLUGIN, old, new)
    }
}

fn registered(rule: &'static str, store: bool, change: impl FnOnce(&mut Registration)) -> Fault {
    let mut registration = registration();
    change(&mut registration);
    Fault {
        options: Options {
            store,
            registrations: vec![registration],
            ..Options::default()
        },
        ..changes(rule, "", Vec::new())
    }
}

/// A PNG image of one colour.
fn png(side: u32, color: [u8; 4]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let pixels: Vec<u8> = std::iter::repeat_n(color, (side * side) as usize)
        .flatten()
        .collect();
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&pixels)
        .unwrap();
    bytes
}

/// A header that says more pixels than there are.
fn huge_png() -> Vec<u8> {
    let mut bytes = png(1, [0; 4]);
    bytes[16..20].copy_from_slice(&30_000u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&30_000u32.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    bytes
}

/// At least one fault for each rule, by code.
pub(crate) fn faults() -> Vec<Fault> {
    let mut all = of_files();
    all.extend(of_schemas());
    all.extend(of_manifests());
    all.extend(of_templates());
    all.extend(of_descriptions());
    all.extend(of_judged_descriptions());
    all.extend(of_packages());
    all.extend(of_icons());
    all.extend(of_plugins());
    all.extend(of_registrations());
    all
}

fn of_files() -> Vec<Fault> {
    vec![
        changes("F001", "manifest-missing", vec![Change::Remove(MANIFEST)]),
        changes(
            "F003",
            "",
            // Latin-1.
            vec![Change::File(CARD, card_titled(b"\xd6ffnen"))],
        ),
        text(
            "F004",
            "malformed-file",
            CARD,
            "\"results\",",
            "\"results\"",
        ),
        text(
            "F005",
            "duplicate-key",
            CARD,
            "\"jsonPath\"",
            "\"version\": \"1.0\",\n  \"jsonPath\"",
        ),
        changes("F006", "", vec![nested(101)]),
        text(
            "F007",
            "file-missing",
            MANIFEST,
            "adaptiveCards/list.json",
            "adaptiveCards/List.json",
        ),
        text(
            "F008",
            "file-name-outside",
            MANIFEST,
            "adaptiveCards/list.json",
            "adaptiveCards\\\\list.json",
        ),
    ]
}

/// The card with a button of this name.
fn card_titled(name: &[u8]) -> Vec<u8> {
    let base = base();
    let card = base.get(CARD).unwrap();
    let place = b"\"Open\"";
    let at = card.windows(place.len()).position(|part| part == place);
    let (before, after) = card.split_at(at.unwrap() + 1);
    [before, name, &after[place.len() - 2..]].concat()
}

/// The description with lists in lists beside its version.
fn nested(levels: usize) -> Change {
    let base = base();
    let api = std::str::from_utf8(base.get(API).unwrap()).unwrap();
    let (open, close) = ("[".repeat(levels), "]".repeat(levels));
    let version = "\"openapi\": \"3.0.3\",";
    let nested = format!("{version} \"x-lists\": {open}{close},");
    Change::File(API, api.replacen(version, &nested, 1).into_bytes())
}

fn of_schemas() -> Vec<Fault> {
    vec![
        text(
            "S001",
            "unknown-property",
            MANIFEST,
            "\"title\": \"Search repairs\",",
            "\"title\": \"Search repairs\",\n          \"triggers\": [\"slash\"],",
        ),
        text(
            "S001",
            "",
            CARD,
            "\"responseLayout\"",
            "\"responseStyle\": \"list\",\n  \"responseLayout\"",
        ),
        text(
            "S002",
            "missing-property",
            MANIFEST,
            "  \"accentColor\": \"#C2410C\",\n",
            "",
        ),
        text("S002", "", CARD, "  \"responseLayout\": \"list\",\n", ""),
        text(
            "S003",
            "wrong-type",
            MANIFEST,
            "\"isRequired\": true",
            "\"isRequired\": \"true\"",
        ),
        text(
            "S004",
            "unlisted-value",
            MANIFEST,
            "\"inputType\": \"choiceset\"",
            "\"inputType\": \"ChoiceSet\"",
        ),
        text(
            "S005",
            "wrong-constant",
            CARD,
            "\"version\": \"1.0\"",
            "\"version\": \"1.1\"",
        ),
        text(
            "S006",
            "text-too-long",
            MANIFEST,
            "\"title\": \"Search repairs\"",
            "\"title\": \"Search the repairs of Contoso's garage\"",
        ),
        plugin_manifest(
            "S007",
            "",
            "  \"permissions\": [\"identity\"],",
            "  \"permissions\": [\"identity\"],\n  \"activities\": { \"activityTypes\": [{ \"type\": \"a\", \"description\": \"b\", \"templateText\": \"c\" }] },\n  \"extensions\": [{ \"runtimes\": [{ \"id\": \"a\", \"code\": { \"page\": \"https://a.example\" }, \"customFunctions\": { \"namespace\": { \"id\": \"a\", \"name\": \"a\" }, \"functions\": [{ \"id\": \"a\", \"name\": \"abc\", \"parameters\": [], \"result\": {} }] } }] }],",
        ),
        text(
            "S008",
            "malformed-text",
            MANIFEST,
            "\"accentColor\": \"#C2410C\"",
            "\"accentColor\": \"orange\"",
        ),
        text(
            "S009",
            "malformed-uri",
            CARD,
            "https://developer.microsoft.com/json-schemas/teams/v1.26/",
            "json schemas/",
        ),
        text(
            "S010",
            "too-many-items",
            MANIFEST,
            "\"context\": [\"compose\", \"commandBox\"]",
            "\"context\": [\"compose\", \"commandBox\", \"compose\", \"commandBox\"]",
        ),
        text(
            "S011",
            "too-few-items",
            MANIFEST,
            "\"title\": \"Search repairs\",",
            "\"title\": \"Search repairs\",\n          \"samplePrompts\": [],",
        ),
        text(
            "S012",
            "",
            MANIFEST,
            "  \"permissions\"",
            "  \"authorization\": {\n    \"permissions\": {\n      \"resourceSpecific\": [\n        { \"name\": \"ChannelMessage.Read.Group\", \"type\": \"Application\" },\n        { \"name\": \"ChannelMessage.Read.Group\", \"type\": \"Application\" }\n      ]\n    }\n  },\n  \"permissions\"",
        ),
        text(
            "S013",
            "",
            MANIFEST,
            "  \"permissions\"",
            "  \"meetingExtensionDefinition\": { \"scenes\": [{ \"id\": \"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\", \"name\": \"a\", \"file\": \"a.json\", \"preview\": \"a.png\", \"maxAudience\": 51, \"seatsReservedForOrganizersOrPresenters\": 1 }] },\n  \"permissions\"",
        ),
        text(
            "S015",
            "",
            MANIFEST,
            "  \"permissions\"",
            "  \"extensions\": [{}],\n  \"permissions\"",
        ),
        Fault {
            plugin: true,
            ..text(
                "S016",
                "",
                MANIFEST,
                "\"declarativeAgents\": [{ \"id\": \"repairs\", \"file\": \"agent.json\" }]",
                "",
            )
        },
        Fault {
            plugin: true,
            ..text(
                "S017",
                "",
                MANIFEST,
                "\"file\": \"agent.json\" }]",
                "\"file\": \"agent.json\" }],\n    \"customEngineAgents\": [{ \"id\": \"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\", \"type\": \"bot\" }]",
            )
        },
    ]
}

fn plugin_manifest(
    rule: &'static str,
    sample: &'static str,
    old: &'static str,
    new: &'static str,
) -> Fault {
    text(rule, sample, MANIFEST, old, new)
}

fn of_manifests() -> Vec<Fault> {
    let before_1_26 = |rule, sample| {
        changes(
            rule,
            sample,
            vec![
                Change::Text(
                    MANIFEST,
                    "\"manifestVersion\": \"1.26\"",
                    "\"manifestVersion\": \"1.25\"",
                ),
                Change::Text(MANIFEST, "teams/v1.26/", "teams/v1.25/"),
            ],
        )
    };
    vec![
        changes("M001", "", vec![Change::File(MANIFEST, b"[]".to_vec())]),
        changes(
            "M002",
            "manifest-version-unknown",
            vec![Change::Text(
                MANIFEST,
                "\"manifestVersion\": \"1.26\"",
                "\"manifestVersion\": \"1.16\"",
            )],
        ),
        text(
            "M003",
            "",
            MANIFEST,
            "\"manifestVersion\": \"1.26\"",
            "\"manifestVersion\": \"1.99\"",
        ),
        text(
            "M004",
            "schema-of-another-version",
            MANIFEST,
            "teams/v1.26/",
            "teams/v1.17/",
        ),
        text(
            "M005",
            "placeholder-unresolved",
            MANIFEST,
            "\"id\": \"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\"",
            "\"id\": \"${{TEAMS_APP_ID}}\"",
        ),
        text(
            "M006",
            "nothing-to-serve",
            MANIFEST,
            "\"composeExtensionType\": \"apiBased\"",
            "\"composeExtensionType\": \"botBased\"",
        ),
        text(
            "M007",
            "blank-text",
            MANIFEST,
            "\"title\": \"Search repairs\"",
            "\"title\": \" \"",
        ),
        text(
            "M008",
            "id-not-a-guid",
            MANIFEST,
            "\"id\": \"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\"",
            "\"id\": \"{8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3}\"",
        ),
        text(
            "M010",
            "auth-type-missing",
            MANIFEST,
            "\"authType\": \"oAuth2.0\",\n",
            "\n",
        ),
        text(
            "M011",
            "auth-type-with-blank",
            MANIFEST,
            "\"oAuth2.0\"",
            "\"oAuth2.0 \"",
        ),
        text(
            "M012",
            "auth-type-misspelled",
            MANIFEST,
            "\"oAuth2.0\"",
            "\"oAuth\"",
        ),
        before_1_26("M013", "oauth-before-1-26"),
        text(
            "M014",
            "oauth-configuration-misspelled",
            MANIFEST,
            "\"oAuthConfigurationId\"",
            "\"oauthConfigurationId\"",
        ),
        text(
            "M015",
            "oauth-configuration-missing",
            MANIFEST,
            "{ \"oAuthConfigurationId\": \"reg_repairs\" }",
            "{}",
        ),
        text(
            "M016",
            "",
            MANIFEST,
            "[\"compose\", \"commandBox\"]",
            "[\"message\"]",
        )
        .and("M025"),
        changes(
            "M017",
            "",
            vec![
                Change::Text(
                    MANIFEST,
                    OAUTH,
                    "\"authType\": \"apiSecretServiceAuth\",\n        \"apiSecretServiceAuthConfiguration\": {}",
                ),
                bearer(),
            ],
        ),
        text("M018", "", MANIFEST, "\"oAuth2.0\"", "\"basic\""),
        changes(
            "M019",
            "entra-without-single-sign-on",
            entra(
                "false",
                "\"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\", \"resource\": \"api://repairs.contoso.example\"",
            ),
        ),
        changes(
            "M020",
            "",
            entra("true", "\"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\""),
        ),
        text(
            "M021",
            "configuration-of-another-auth-type",
            MANIFEST,
            "\"oAuthConfiguration\": {",
            "\"apiSecretServiceAuthConfiguration\": { \"apiSecretRegistrationId\": \"key\" },\n        \"oAuthConfiguration\": {",
        ),
        text(
            "M022",
            "",
            MANIFEST,
            "      \"apiSpecificationFile\": \"apiSpecFiles/openapi.json\",\n",
            "",
        ),
        changes(
            "M023",
            "extension-without-commands",
            vec![Change::File(MANIFEST, without_commands())],
        ),
        text(
            "M024",
            "action-command",
            MANIFEST,
            "\"commands\": [\n",
            "\"commands\": [\n        { \"id\": \"createRepair\", \"type\": \"action\", \"title\": \"Create a repair\" },\n",
        ),
        text(
            "M025",
            "message-context",
            MANIFEST,
            "[\"compose\", \"commandBox\"]",
            "[\"compose\", \"message\"]",
        ),
        text(
            "M026",
            "",
            MANIFEST,
            "\"commands\": [\n",
            "\"commands\": [\n        {\n          \"id\": \"searchRepairs\",\n          \"title\": \"Search\",\n          \"apiResponseRenderingTemplateFile\": \"adaptiveCards/list.json\",\n          \"parameters\": [{ \"name\": \"query\", \"title\": \"Words\", \"isRequired\": true }]\n        },\n",
        ),
        text(
            "M027",
            "command-without-template",
            MANIFEST,
            "          \"apiResponseRenderingTemplateFile\": \"adaptiveCards/list.json\",\n",
            "",
        ),
        text(
            "M028",
            "",
            MANIFEST,
            "\"isRequired\": true },",
            "\"isRequired\": true },\n            { \"name\": \"query\", \"title\": \"More words\", \"isRequired\": true },",
        ),
        text(
            "M029",
            "",
            MANIFEST,
            "\"value\": \"open\",\n              \"choices\": [\n                { \"title\": \"Open\", \"value\": \"open\" },\n                { \"title\": \"Done\", \"value\": \"done\" }\n              ]",
            "\"value\": \"open\"",
        ),
        text(
            "M030",
            "choices-without-choiceset",
            MANIFEST,
            "\"inputType\": \"choiceset\"",
            "\"inputType\": \"text\"",
        ),
        text(
            "M031",
            "",
            MANIFEST,
            "{ \"title\": \"Done\", \"value\": \"done\" }",
            "{ \"title\": \"Done\", \"value\": \"open\" }",
        ),
        text(
            "M032",
            "default-not-among-choices",
            MANIFEST,
            "\"value\": \"open\",",
            "\"value\": \"Open\",",
        ),
        text(
            "M033",
            "",
            MANIFEST,
            "\"inputType\": \"text\",",
            "\"inputType\": \"date\", \"value\": \"tomorrow\",",
        ),
        text(
            "M034",
            "initial-run-with-required-parameter",
            MANIFEST,
            "\"description\": \"Repairs by words and status\",",
            "\"description\": \"Repairs by words and status\",\n          \"initialRun\": true,",
        ),
        text(
            "M035",
            "",
            MANIFEST,
            "\"apiSpecificationFile\"",
            "\"botId\": \"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\",\n      \"apiSpecificationFile\"",
        ),
    ]
}

/// The manifest with an empty list of commands.
fn without_commands() -> Vec<u8> {
    let mut manifest: serde_json::Value =
        serde_json::from_slice(base().get(MANIFEST).unwrap()).unwrap();
    manifest["composeExtensions"][0]["commands"] = serde_json::json!([]);
    serde_json::to_vec_pretty(&manifest).unwrap()
}

/// Single sign-on in the place of OAuth, the description with it.
fn entra(single_sign_on: &str, info: &str) -> Vec<Change> {
    let sso = match single_sign_on {
        "true" => {
            "\"authType\": \"microsoftEntra\",\n        \"microsoftEntraConfiguration\": { \"supportsSingleSignOn\": true }"
        }
        _ => {
            "\"authType\": \"microsoftEntra\",\n        \"microsoftEntraConfiguration\": { \"supportsSingleSignOn\": false }"
        }
    };
    let info: &'static str = if info.contains("resource") {
        "  \"webApplicationInfo\": {\n    \"id\": \"0f6d0b4f-2c11-4b6e-9a52-5a31b6b13a0a\",\n    \"resource\": \"api://repairs.contoso.example\"\n  },\n  \"permissions\""
    } else {
        "  \"webApplicationInfo\": { \"id\": \"0f6d0b4f-2c11-4b6e-9a52-5a31b6b13a0a\" },\n  \"permissions\""
    };
    vec![
        Change::Text(MANIFEST, OAUTH, sso),
        Change::Text(MANIFEST, "  \"permissions\"", info),
    ]
}

const OAUTH: &str = "\"authType\": \"oAuth2.0\",\n        \"oAuthConfiguration\": { \"oAuthConfigurationId\": \"reg_repairs\" }";

/// A bearer scheme in the place of OAuth.
fn bearer() -> Change {
    Change::Text(
        API,
        "\"type\": \"oauth2\",\n        \"flows\": {\n          \"authorizationCode\": {\n            \"authorizationUrl\": \"https://login.contoso.example/authorize\",\n            \"tokenUrl\": \"https://login.contoso.example/token\",\n            \"scopes\": { \"repairs.read\": \"See your repairs.\" }\n          }\n        }",
        "\"type\": \"http\",\n        \"scheme\": \"bearer\"",
    )
}

fn of_templates() -> Vec<Fault> {
    vec![
        text(
            "T001",
            "card-without-type",
            CARD,
            "    \"type\": \"AdaptiveCard\",\n",
            "",
        ),
        text("T002", "", CARD, "    \"version\": \"1.5\",\n", ""),
        text(
            "T003",
            "card-version-above-1-5",
            CARD,
            "\"version\": \"1.5\"",
            "\"version\": \"1.6\"",
        ),
        text(
            "T004",
            "unknown-card-element",
            CARD,
            "{ \"type\": \"TextBlock\", \"text\": \"${title}\"",
            "{ \"type\": \"TextBlok\", \"text\": \"${title}\"",
        ),
        text("T005", "", CARD, "\"Action.OpenUrl\"", "\"Action.OpenURL\""),
        text(
            "T006",
            "element-newer-than-card",
            CARD,
            "\"version\": \"1.5\",\n    \"body\": [",
            "\"version\": \"1.2\",\n    \"body\": [\n      { \"type\": \"Table\", \"columns\": [], \"rows\": [] },",
        ),
        text(
            "T007",
            "expression-malformed",
            CARD,
            "${if(status, status, 'N/A')}",
            "${if(status, status 'N/A')}",
        ),
        text(
            "T008",
            "unknown-function",
            CARD,
            "${if(status, status, 'N/A')}",
            "${iif(status, status, 'N/A')}",
        ),
        text(
            "T009",
            "json-path-malformed",
            CARD,
            "\"jsonPath\": \"results\"",
            "\"jsonPath\": \"results[\"",
        ),
        text(
            "T010",
            "",
            CARD,
            "  \"previewCardTemplate\": {\n    \"title\": \"${title}\"",
            "  \"previewCardTemplate\": {\n    \"title\": \"\"",
        ),
        text(
            "T011",
            "preview-image-not-https",
            CARD,
            "\"image\": { \"url\": \"${image}\"",
            "\"image\": { \"url\": \"http://repairs.contoso.example/a.png\"",
        ),
        text(
            "T012",
            "",
            CARD,
            "\"Image\", \"url\": \"${image}\"",
            "\"Image\", \"url\": \"http://repairs.contoso.example/a.png\"",
        ),
        text(
            "T013",
            "action-url-not-https",
            CARD,
            "https://repairs.contoso.example/${id}",
            "javascript:alert(1)",
        ),
        text(
            "T014",
            "action-for-a-bot",
            CARD,
            "\"type\": \"Action.OpenUrl\",",
            "\"type\": \"Action.Submit\",",
        ),
        text(
            "T015",
            "",
            CARD,
            "    \"title\": \"${title}\",\n    \"subtitle\": \"${if(status, status, 'N/A')}\",\n    \"image\": { \"url\": \"${image}\", \"alt\": \"${title}\", \"$when\": \"${image != null}\" }",
            "    \"title\": \"A repair\"",
        ),
    ]
}

fn of_descriptions() -> Vec<Fault> {
    const SCHEMA: &str = "\"items\": { \"$ref\": \"#/components/schemas/Repair\" }";
    const COUNT: &str = "{ \"name\": \"count\", \"in\": \"query\", \"schema\": { \"type\": \"integer\", \"default\": 25 } }";
    const SERVER: &str = "https://repairs.contoso.example/v1";
    let body = |rule, more| {
        changes(
            rule,
            "",
            vec![
                Change::Text(API, "\"get\": {", "\"post\": {"),
                Change::Text(API, "\"responses\": {", more),
            ],
        )
    };
    vec![
        text(
            "O001",
            "openapi-version-unknown",
            API,
            "\"openapi\": \"3.0.3\"",
            "\"openapi\": \"4.0.0\"",
        ),
        text(
            "O002",
            "openapi-3-1",
            API,
            "\"openapi\": \"3.0.3\"",
            "\"openapi\": \"3.1.0\"",
        ),
        text(
            "O003",
            "reference-outside-package",
            API,
            SCHEMA,
            "\"items\": { \"$ref\": \"https://contoso.example/repair.json\" }",
        ),
        text(
            "O004",
            "",
            API,
            SCHEMA,
            "\"items\": { \"$ref\": \"repair.json\" }",
        ),
        text(
            "O005",
            "",
            API,
            COUNT,
            "{ \"$ref\": \"#/components/parameters/count\" }",
        ),
        text(
            "O006",
            "",
            API,
            COUNT,
            "{ \"name\": \"count\", \"in\": \"query\", \"schema\": { \"$ref\": \"#/paths/~1repairs/get/parameters/2/schema\" } }",
        ),
        text(
            "O007",
            "server-missing",
            API,
            "[{ \"url\": \"https://repairs.contoso.example/v1\" }]",
            "[]",
        ),
        text("O008", "", API, SERVER, "/v1"),
        text(
            "O009",
            "server-not-https",
            API,
            SERVER,
            "http://repairs.contoso.example/v1",
        ),
        text(
            "O010",
            "",
            API,
            SERVER,
            "https://repairs.contoso.example/v1?key=1",
        ),
        text("O011", "", API, SERVER, "${{API_URL}}"),
        text(
            "O012",
            "method-not-offered",
            API,
            "\"get\": {",
            "\"delete\": {",
        ),
        text("O013", "", API, "\"/repairs\": {", "\"/repairs/{\": {"),
        text("O014", "", API, "\"/repairs\": {", "\"/repairs/{id}\": {"),
        text(
            "O015",
            "",
            API,
            "\"name\": \"count\", \"in\": \"query\"",
            "\"name\": \"count\", \"in\": \"header\"",
        ),
        text(
            "O016",
            "required-parameter-unsupported",
            API,
            "\"name\": \"count\", \"in\": \"query\", \"schema\": { \"type\": \"integer\", \"default\": 25 }",
            "\"name\": \"count\", \"in\": \"header\", \"required\": true, \"schema\": { \"type\": \"integer\" }",
        ),
        body(
            "O017",
            "\"requestBody\": { \"content\": { \"application/json\": { \"schema\": { \"type\": \"object\", \"properties\": { \"a\": { \"type\": \"string\" } } } }, \"text/plain\": {} } },\n        \"responses\": {",
        ),
        body("O018", DEEP_BODY),
        text(
            "O019",
            "",
            API,
            "  \"paths\": {",
            "  \"paths\": {\n    \"/old\": { \"get\": { \"operationId\": \"searchRepairs\", \"responses\": { \"200\": { \"description\": \"a\" } } } },",
        ),
        changes(
            "O020",
            "",
            vec![
                Change::Text(API, "        \"operationId\": \"searchRepairs\",\n", ""),
                Change::Text(
                    MANIFEST,
                    "\"id\": \"searchRepairs\"",
                    "\"id\": \"getRepairs\"",
                ),
            ],
        ),
        text(
            "O021",
            "operation-without-json-answer",
            API,
            "\"application/json\": {\n",
            "\"text/csv\": {\n",
        ),
        text(
            "O022",
            "",
            API,
            "\"content\": {\n",
            "\"content\": {\n              \"text/csv\": {},\n",
        ),
        changes(
            "O023",
            "",
            vec![
                Change::Text(
                    API,
                    "\"parameters\": [\n          { \"name\": \"query\", \"in\": \"query\", \"required\": true, \"schema\": { \"type\": \"string\" } },\n          {\n            \"name\": \"status\",\n            \"in\": \"query\",\n            \"schema\": { \"type\": \"string\", \"enum\": [\"open\", \"done\"] }\n          },\n          { \"name\": \"count\", \"in\": \"query\", \"schema\": { \"type\": \"integer\", \"default\": 25 } }\n        ]",
                    "\"parameters\": []",
                ),
                Change::Text(
                    MANIFEST,
                    PARAMETERS,
                    "\"apiResponseRenderingTemplateFile\": \"adaptiveCards/list.json\"\n        }",
                ),
            ],
        ),
    ]
}

/// Faults for which the vendor's parser refuses a description.
fn of_judged_descriptions() -> Vec<Fault> {
    const SECURITY: &str = "[{ \"repairsOAuth\": [\"repairs.read\"] }]";
    const SCHEMES: &str = "\"securitySchemes\": {";
    let required = |name: &str| {
        format!(
            "{{ \"name\": \"{name}\", \"in\": \"query\", \"required\": true, \"schema\": {{ \"type\": \"string\" }} }}, "
        )
    };
    let five: String = ["a", "b", "c", "d", "e"].map(required).concat();
    let five: &'static str = Box::leak(format!("\"parameters\": [ {five}").into_boxed_str());
    vec![
        text("O024", "", API, SECURITY, "[{ \"repairsOAuth\": [\"repairs.read\"], \"key\": [] }]")
            .with(Change::Text(API, SCHEMES, "\"securitySchemes\": {\n      \"key\": { \"type\": \"http\", \"scheme\": \"bearer\" },")),
        text("O025", "", API, "\"authorizationCode\": {\n            \"authorizationUrl\": \"https://login.contoso.example/authorize\",", "\"clientCredentials\": {"),
        text("O026", "", API, "\"parameters\": [", five).and("X004"),
        text("O027", "", API, "\"parts\": {", "\"cause\": { \"$ref\": \"#/components/schemas/Repair\" },\n          \"parts\": {"),
        text("O028", "", API, "  \"info\": { \"title\": \"Repairs\", \"version\": \"1.0.0\" },\n", ""),
        text("O029", "", API, "\"items\": { \"$ref\": \"#/components/schemas/Repair\" }", "\"items\": { \"$ref\": \"repair.json\" }")
            .with(Change::File("apiSpecFiles/repair.json", base_repair())),
    ]
}

/// The schema of a result in a file of its own.
fn base_repair() -> Vec<u8> {
    let api: serde_json::Value = serde_json::from_slice(base().get(API).unwrap()).unwrap();
    api["components"]["schemas"]["Repair"]
        .to_string()
        .into_bytes()
}

/// What follows the command's own description.
const PARAMETERS: &str = "\"description\": \"Repairs by words and status\",\n          \"apiResponseRenderingTemplateFile\": \"adaptiveCards/list.json\",\n          \"parameters\": [\n            { \"name\": \"query\", \"title\": \"Words\", \"inputType\": \"text\", \"isRequired\": true },\n            {\n              \"name\": \"status\",\n              \"title\": \"Status\",\n              \"inputType\": \"choiceset\",\n              \"value\": \"open\",\n              \"choices\": [\n                { \"title\": \"Open\", \"value\": \"open\" },\n                { \"title\": \"Done\", \"value\": \"done\" }\n              ]\n            }\n          ]\n        }";

/// Objects in objects, deeper than a body is looked at.
const DEEP_BODY: &str = concat!(
    "\"requestBody\": { \"content\": { \"application/json\": { \"schema\": ",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"a\":",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"a\":",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"a\":",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"a\":",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"a\":",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"a\":",
    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}",
    "}}}}}}}}}}}}}}}}}}}}}}}}",
    " } } },\n        \"responses\": {"
);

fn of_packages() -> Vec<Fault> {
    vec![
        text("X001", "command-without-operation", MANIFEST, "\"id\": \"searchRepairs\"", "\"id\": \"searchRepair\""),
        text("X002", "parameter-not-in-operation", MANIFEST, "\"name\": \"status\"", "\"name\": \"state\""),
        changes("X003", "", vec![
            Change::Text(API, "\"get\": {", "\"post\": {"),
            Change::Text(API, "{ \"name\": \"query\", \"in\": \"query\", \"required\": true, \"schema\": { \"type\": \"string\" } },\n", ""),
            Change::Text(API, "\"responses\": {", "\"requestBody\": { \"content\": { \"application/json\": { \"schema\": { \"type\": \"object\", \"properties\": { \"a\": { \"type\": \"object\", \"properties\": { \"query\": { \"type\": \"string\" } } }, \"b\": { \"type\": \"object\", \"properties\": { \"query\": { \"type\": \"string\" } } } } } } } },\n        \"responses\": {"),
        ]),
        text("X004", "required-parameter-not-offered", MANIFEST, "            { \"name\": \"query\", \"title\": \"Words\", \"inputType\": \"text\", \"isRequired\": true },\n", ""),
        text("X005", "required-parameter-shown-as-optional", MANIFEST, ", \"isRequired\": true", ""),
        text("X006", "property-not-in-response", CARD, "${if(status, status, 'N/A')}", "${if(state, state, 'N/A')}"),
        text("X007", "json-path-not-in-response", CARD, "\"jsonPath\": \"results\"", "\"jsonPath\": \"items\""),
        Fault {
            plugin: true,
            ..changes("X008", "", vec![
                Change::Text(PLUGIN, "\"url\": \"apiSpecFiles/openapi.json\"", "\"url\": \"apiSpecFiles/other.json\""),
                Change::File("apiSpecFiles/other.json", br#"{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {"/a": {"get": {"operationId": "searchRepairs", "responses": {"200": {"description": "a"}}}}}}"#.to_vec()),
            ])
        },
        text("X009", "", API, "\"required\": true, \"schema\": { \"type\": \"string\" }", "\"required\": true, \"schema\": { \"type\": \"string\" }").with(Change::Text(MANIFEST, "\"inputType\": \"text\"", "\"inputType\": \"toggle\"")),
        text("X010", "auth-type-without-scheme", API, "        \"security\": [{ \"repairsOAuth\": [\"repairs.read\"] }],\n", ""),
        text("X011", "choice-not-in-enum", API, "[\"open\", \"done\"]", "[\"open\", \"closed\"]"),
    ]
}

impl Fault {
    /// A finding that always comes with it.
    fn and(mut self, code: &'static str) -> Self {
        self.also = Some(code);
        self
    }

    fn with(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }
}

fn of_icons() -> Vec<Fault> {
    vec![
        changes("I001", "icon-missing", vec![Change::Remove("outline.png")]),
        changes(
            "I002",
            "icon-not-png",
            vec![Change::File(
                "color.png",
                b"<svg xmlns='http://www.w3.org/2000/svg'/>\n".to_vec(),
            )],
        ),
        changes(
            "I003",
            "",
            vec![Change::File(
                "color.png",
                png(192, [1, 2, 3, 255])[..60].to_vec(),
            )],
        ),
        changes("I004", "", vec![Change::File("color.png", huge_png())]),
        changes(
            "I005",
            "icon-of-wrong-size",
            vec![Change::File("color.png", png(96, [0xc2, 0x41, 0x0c, 255]))],
        ),
        changes(
            "I006",
            "outline-icon-not-white",
            vec![Change::File(
                "outline.png",
                outline([0xc2, 0x41, 0x0c, 255]),
            )],
        ),
    ]
}

/// Half of it in a colour, half transparent.
fn outline(color: [u8; 4]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 32, 32);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let pixels: Vec<u8> = (0..32 * 32)
        .flat_map(|at| if at % 32 < 16 { color } else { [0; 4] })
        .collect();
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&pixels)
        .unwrap();
    bytes
}

fn of_plugins() -> Vec<Fault> {
    const AUTH: &str = "{ \"type\": \"OAuthPluginVault\", \"reference_id\": \"reg_repairs\" }";
    const RUNTIMES: &str = "\"runtimes\": [\n";
    vec![
        Fault { plugin: true, ..changes("P001", "agent-file-missing", vec![Change::Remove(PLUGIN)]) },
        plugin("P002", "", "\"schema_version\": \"v2.4\"", "\"schema_version\": \"v2\""),
        plugin("P003", "", RUNTIMES, "\"runtimes\": [\n    {\n      \"type\": \"LocalPlugin\",\n      \"auth\": { \"type\": \"None\" },\n      \"spec\": { \"local_endpoint\": \"Microsoft.Office.Addin\" },\n      \"run_for_functions\": []\n    },\n"),
        plugin("P004", "", AUTH, "{ \"type\": \"OAuthPluginVault\", \"Type\": \"OAuthPluginVault\", \"reference_id\": \"reg_repairs\" }"),
        plugin("P005", "reference-id-missing", AUTH, "{ \"type\": \"OAuthPluginVault\" }"),
        plugin("P006", "", "{ \"url\": \"apiSpecFiles/openapi.json\" }", "{ \"url\": \"apiSpecFiles/openapi.json\", \"api_description\": \"{}\" }"),
        Fault {
            plugin: true,
            ..changes("P007", "", vec![
                Change::Text(PLUGIN, "\"url\": \"apiSpecFiles/openapi.json\"", "\"url\": \"https://repairs.contoso.example/openapi.json\""),
                Change::Text(PLUGIN, "\"schema_version\": \"v2.4\"", "\"schema_version\": \"v2.3\""),
            ])
        },
        plugin("P008", "function-without-runtime", "\"functions\": [\n", "\"functions\": [\n    { \"name\": \"showRepair\" },\n"),
        plugin("P009", "", "[\"searchRepairs\"]", "[\"searchRepairs\", \"showRepair\"]"),
        plugin("P010", "", "[\"searchRepairs\"]", "[\"searchRepairs\", \"showRepair\"]").with(Change::Text(PLUGIN, "\"functions\": [\n", "\"functions\": [\n    { \"name\": \"showRepair\" },\n")),
        plugin("P011", "", RUNTIMES, "\"runtimes\": [\n    {\n      \"type\": \"OpenApi\",\n      \"auth\": { \"type\": \"OAuthPluginVault\", \"reference_id\": \"reg_repairs\" },\n      \"spec\": { \"url\": \"apiSpecFiles/openapi.json\" },\n      \"run_for_functions\": [\"searchRepairs\"]\n    },\n"),
        plugin("P012", "", "\"functions\": [\n", "\"functions\": [\n    { \"name\": \"searchRepairs\" },\n"),
        plugin("P013", "data-path-malformed", "\"data_path\": \"$.results\"", "\"data_path\": \"results\""),
        plugin("P014", "", "\"thumbnail_url\"", "\"template_selector\": \"$.template\", \"thumbnail_url\""),
        plugin("P015", "", "\"reference_id\": \"reg_repairs\"", "\"reference_id\": \"reg_other\""),
        Fault { plugin: true, ..changes("P016", "", vec![
            Change::File("agent.json", br#"{"version": "v1.5", "name": "a", "description": "b", "instructions": "c"}"#.to_vec()),
            Change::File(MANIFEST, agents_only()),
        ]) }.and("M036"),
        Fault { plugin: true, ..changes("M036", "", vec![Change::File(MANIFEST, agents_only())]) },
    ]
}

/// The manifest with a declarative agent and no message extension.
fn agents_only() -> Vec<u8> {
    let base = base_with_plugin();
    let mut manifest: serde_json::Value =
        serde_json::from_slice(base.get(MANIFEST).unwrap()).unwrap();
    manifest
        .as_object_mut()
        .unwrap()
        .shift_remove("composeExtensions");
    serde_json::to_vec_pretty(&manifest).unwrap()
}

fn of_registrations() -> Vec<Fault> {
    let preview = vec![
        Change::Text(
            MANIFEST,
            "\"manifestVersion\": \"1.26\"",
            "\"manifestVersion\": \"devPreview\"",
        ),
        Change::Text(MANIFEST, "teams/v1.26/", "teams/vDevPreview/"),
    ];
    vec![
        registered("R001", false, |r| "reg_other".clone_into(&mut r.id)),
        registered("R002", false, |r| {
            r.base_url = Some("https://repairs.contoso.example/v10".parse().unwrap());
        }),
        registered("R003", false, |r| {
            r.token_endpoint = Some("https://login.contoso.example/v2/token".to_owned());
        }),
        registered("R004", false, |r| {
            r.scopes = vec!["repairs.write".to_owned()];
        }),
        registered("R005", true, |r| r.any_organization = Some(false)),
        registered("R006", true, |r| r.existing_app = Some(false)),
        Fault {
            changes: preview,
            ..registered("R007", true, |_| {})
        },
    ]
}
