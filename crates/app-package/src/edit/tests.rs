#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::document::Document;
use crate::manifest::read;
use crate::problem::Problems;
use crate::schema::Kind;
use crate::{Authorization, Limits};

const BASE: &str = include_str!("../../tests/base/manifest.json");
const MARK: &str = "\u{feff}";

fn set(manifest: &str, wanted: &NewAuthorization) -> String {
    String::from_utf8(set_authorization(manifest.as_bytes(), wanted).unwrap()).unwrap()
}

fn api_key(id: &str) -> NewAuthorization {
    NewAuthorization::ApiKey {
        registration_id: id.to_owned(),
    }
}

fn oauth(id: &str) -> NewAuthorization {
    NewAuthorization::OAuth {
        configuration_id: id.to_owned(),
    }
}

/// What the package's reader makes of a manifest.
fn read_back(manifest: &str) -> Authorization {
    let limits = Limits::default();
    let document = Document::parse("manifest.json", manifest.as_bytes(), &limits).unwrap();
    let mut problems = Problems::new(100);
    let read = read(&document, &mut problems).unwrap();
    read.manifest.auth
}

fn is(found: &Authorization, wanted: &NewAuthorization) -> bool {
    match (found, wanted) {
        (Authorization::None, NewAuthorization::None)
        | (Authorization::EntraSso { .. }, NewAuthorization::EntraSso) => true,
        (
            Authorization::ApiKey { registration_id },
            NewAuthorization::ApiKey {
                registration_id: id,
            },
        ) => registration_id == id,
        (
            Authorization::OAuth { configuration_id },
            NewAuthorization::OAuth {
                configuration_id: id,
            },
        ) => configuration_id == id,
        _ => false,
    }
}

#[test]
fn another_registration_changes_its_id_alone() {
    let after = set(BASE, &oauth("reg_other"));
    assert_eq!(after, BASE.replace("reg_repairs", "reg_other"));
    assert_eq!(set(&after, &oauth("reg_repairs")), BASE);
    let shown = difference("manifest.json", BASE.as_bytes(), after.as_bytes());
    insta::assert_snapshot!(shown.unified, @r#"
    --- manifest.json
    +++ manifest.json
    @@ -22,7 +22,7 @@
           "apiSpecificationFile": "apiSpecFiles/openapi.json",
           "authorization": {
             "authType": "oAuth2.0",
    -        "oAuthConfiguration": { "oAuthConfigurationId": "reg_repairs" }
    +        "oAuthConfiguration": { "oAuthConfigurationId": "reg_other" }
           },
           "commands": [
             {
    "#);
}

#[test]
fn another_kind_is_laid_out_as_the_members_beside_it() {
    let after = set(BASE, &api_key("reg_key"));
    let shown = difference("manifest.json", BASE.as_bytes(), after.as_bytes());
    insta::assert_snapshot!(shown.unified, @r#"
    --- manifest.json
    +++ manifest.json
    @@ -21,8 +21,10 @@
           "composeExtensionType": "apiBased",
           "apiSpecificationFile": "apiSpecFiles/openapi.json",
           "authorization": {
    -        "authType": "oAuth2.0",
    -        "oAuthConfiguration": { "oAuthConfigurationId": "reg_repairs" }
    +        "authType": "apiSecretServiceAuth",
    +        "apiSecretServiceAuthConfiguration": {
    +          "apiSecretRegistrationId": "reg_key"
    +        }
           },
           "commands": [
             {
    "#);
}

#[test]
fn what_is_written_validates_in_every_version_that_has_it() {
    let cases = [
        (NewAuthorization::None, "none"),
        (api_key("reg_key"), "apiSecretServiceAuth"),
        (NewAuthorization::EntraSso, "microsoftEntra"),
        (oauth("reg_1"), "oAuth2.0"),
    ];
    for (version, root) in Kind::Manifest.versions() {
        for (wanted, auth_type) in &cases {
            let manifest = BASE.replace(
                "\"manifestVersion\": \"1.26\"",
                &format!("\"manifestVersion\": \"{version}\""),
            );
            let after: Value = serde_json::from_str(&set(&manifest, wanted)).unwrap();
            let authorization = &after["composeExtensions"][0]["authorization"];
            assert_eq!(authorization["authType"], *auth_type, "{version}");
            let text = authorization.to_string();
            let document = Document::parse("a.json", text.as_bytes(), &Limits::default()).unwrap();
            let place = crate::schema::at(*root, "/composeExtensions/*/authorization").unwrap();
            let old = *auth_type == "oAuth2.0"
                && !crate::schema::names(place).any(|name| name == "oAuthConfiguration");
            let found = crate::schema::check(place, &document.cursor());
            assert_eq!(found.is_empty(), !old, "{version} {auth_type} {found:?}");
        }
    }
}

#[test]
fn misspelled_and_foreign_configurations_give_way() {
    let before = r#"{ "composeExtensions": [ { "composeExtensionType": "apiBased", "authorization": { "note": [1], "authType": "oAuth ", "oauthConfiguration": { "oauthConfigurationId": "a", "more": 1 }, "microsoftEntraConfiguration": {} } } ] }"#;
    assert_eq!(
        set(before, &oauth("b")),
        r#"{ "composeExtensions": [ { "composeExtensionType": "apiBased", "authorization": { "note": [1], "authType": "oAuth2.0", "oAuthConfiguration": { "oAuthConfigurationId": "b", "more": 1 } } } ] }"#
    );
}

#[test]
fn what_can_not_be_edited_is_refused() {
    let refused = |manifest: &str, id: &str| {
        set_authorization(manifest.as_bytes(), &oauth(id))
            .unwrap_err()
            .code()
    };
    assert_eq!(refused("{", "reg_1"), "json_syntax");
    assert_eq!(refused("{}", "reg_1"), "no_api_based_extension");
    for id in ["", " reg_1", &"x".repeat(129)] {
        assert_eq!(refused(BASE, id), "registration_id_malformed");
    }
    assert!(set_authorization(BASE.as_bytes(), &oauth(&"é".repeat(128))).is_ok());
}

/// Manifests in many layouts: line ends, indentation, a byte-order mark, members nobody knows.
#[derive(Clone, Debug)]
struct Made {
    text: String,
    /// What the manifest says with the authorization left out.
    rest: Value,
}

fn made(
    authorization: Option<Value>,
    unknown: bool,
    last: bool,
    layout: usize,
    mark: bool,
) -> Made {
    let mut extension = serde_json::Map::new();
    extension.insert("composeExtensionType".to_owned(), json!("apiBased"));
    if unknown {
        extension.insert(
            "x-\"unknown\"".to_owned(),
            json!({ "a": [1.50, { "b": {} }], "é": null }),
        );
    }
    if let Some(authorization) = authorization.clone().filter(|_| !last) {
        extension.insert("authorization".to_owned(), authorization);
    }
    extension.insert("apiSpecificationFile".to_owned(), json!("api.json"));
    if let Some(authorization) = authorization.filter(|_| last) {
        extension.insert("authorization".to_owned(), authorization);
    }
    let manifest = json!({
        "manifestVersion": "1.26",
        "composeExtensions": [{ "composeExtensionType": "botBased", "authorization": { "authType": "none" } }, extension],
        "tail": "\u{2028} // no comment",
    });
    let pretty = |indent: &[u8]| {
        let mut out = Vec::new();
        let format = serde_json::ser::PrettyFormatter::with_indent(indent);
        let mut to = serde_json::Serializer::with_formatter(&mut out, format);
        serde::Serialize::serialize(&manifest, &mut to).unwrap();
        String::from_utf8(out).unwrap()
    };
    let text = match layout {
        0 => manifest.to_string(),
        1 => pretty(b"  ") + "\n",
        2 => pretty(b"    ").replace('\n', "\r\n"),
        3 => pretty(b"\t"),
        4 => pretty(b"").replace('\n', " "),
        _ => pretty(b" ").replace('\n', "\n\n").replace("\": ", "\" :"),
    };
    Made {
        text: format!("{}{text}", if mark { MARK } else { "" }),
        rest: without_authorization(manifest),
    }
}

fn without_authorization(mut manifest: Value) -> Value {
    let extension = manifest["composeExtensions"][1].as_object_mut().unwrap();
    extension.remove("authorization");
    manifest
}

fn value(text: &str) -> Value {
    serde_json::from_str(text.trim_start_matches(MARK)).unwrap()
}

fn wanted() -> impl Strategy<Value = NewAuthorization> {
    let id = "[!-~é\"\\\\]{1,40}";
    prop_oneof![
        Just(NewAuthorization::None),
        Just(NewAuthorization::EntraSso),
        id.prop_map(|registration_id| NewAuthorization::ApiKey { registration_id }),
        id.prop_map(|configuration_id| NewAuthorization::OAuth { configuration_id }),
    ]
}

/// What stands there before, in the spellings and mistakes that are met.
fn there() -> impl Strategy<Value = Option<Value>> {
    let members = prop::sample::subsequence(
        vec![
            ("authType", json!("none")),
            ("extra", json!({ "deep": [true, null] })),
            (
                "oauthConfiguration",
                json!({ "oauthConfigurationId": "old", "kept": 1 }),
            ),
            (
                "oAuthConfiguration",
                json!({ "oAuthConfigurationId": "old" }),
            ),
            ("microsoftEntraConfiguration", json!({})),
            ("apiSecretServiceAuthConfiguration", json!(null)),
            ("apiSecretServiceAuthConfiguration2", json!("kept")),
        ],
        0..=7,
    )
    .prop_shuffle();
    prop_oneof![
        Just(None),
        Just(Some(json!(null))),
        Just(Some(json!("none"))),
        members.prop_map(|members| {
            let members = members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value));
            Some(Value::Object(members.collect()))
        }),
    ]
}

proptest! {
    #[test]
    fn an_edit_says_what_was_asked_and_touches_nothing_else(
        there in there(), wanted in wanted(), unknown: bool, last: bool, layout in 0..6usize, mark: bool,
    ) {
        let before = made(there.clone(), unknown, last, layout, mark);
        let after = set(&before.text, &wanted);
        // It says so, to the reader of packages.
        prop_assert!(is(&read_back(&after), &wanted), "{after}");
        // All else has the same values in the same order (`Value` keeps the order of members
        // where the feature is on; the bytes below hold it in any case).
        prop_assert_eq!(without_authorization(value(&after)), before.rest);
        // The bytes before and after the object are the same.
        let shared = |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(a, b)| a == b).count();
        let (a, b) = (before.text.as_bytes(), after.as_bytes());
        let prefix = shared(&mut a.iter().copied().zip(b.iter().copied()));
        let suffix = shared(&mut a.iter().rev().copied().zip(b.iter().rev().copied()));
        if before.text != after {
            let (start, end) = authorization_span(&after);
            prop_assert!(prefix >= start, "{prefix} {start} {after}");
            prop_assert!(b.len() - suffix.min(b.len() - prefix) <= end, "{suffix} {end} {after}");
        }
        // Members that nobody knows are kept.
        if let Some(Value::Object(members)) = &there {
            let kept = &value(&after)["composeExtensions"][1]["authorization"];
            for name in ["extra", "apiSecretServiceAuthConfiguration2"] {
                prop_assert_eq!(kept.get(name), members.get(name));
            }
        }
        // Once is enough.
        prop_assert_eq!(&set(&after, &wanted), &after);
    }

    #[test]
    fn an_edit_that_is_taken_back_gives_an_equal_manifest(
        first in wanted(), second in wanted(), unknown: bool, last: bool, layout in 0..6usize, mark: bool,
    ) {
        let empty = made(Some(json!({ "authType": "none" })), unknown, last, layout, mark);
        let before = set(&empty.text, &first);
        let back = set(&set(&before, &second), &first);
        prop_assert_eq!(value(&back), value(&before));
        // What this wrote, it writes the same again.
        prop_assert_eq!(back, before);
    }

    #[test]
    fn a_difference_is_all_that_changes(before in "[ab\n]{0,40}", after in "[ab\n]{0,40}") {
        let found = difference("a", before.as_bytes(), after.as_bytes());
        prop_assert_eq!(found.hunks.is_empty(), before == after);
        prop_assert_eq!(found.unified.is_empty(), before == after);
        let lines = || found.hunks.iter().flat_map(|hunk| &hunk.lines);
        let at = |text: &str, number: Option<usize>| number.map(|n| text.split('\n').nth(n - 1).unwrap().to_owned());
        for line in lines() {
            prop_assert_eq!(at(&before, line.before), line.before.map(|_| line.text.clone()));
            prop_assert_eq!(at(&after, line.after), line.after.map(|_| line.text.clone()));
        }
    }
}

/// From after the member before the authorization to the end of its value.
fn authorization_span(text: &str) -> (usize, usize) {
    let document = Document::parse("a.json", text.as_bytes(), &Limits::default()).unwrap();
    let mark = text.len() - text.trim_start_matches(MARK).len();
    let extension = document.find("/composeExtensions/1").unwrap();
    let crate::NodeValue::Object(members) = &extension.value else {
        unreachable!()
    };
    let index = members.get_index_of("authorization").unwrap();
    let own = &members[index];
    (
        mark + members[index - 1].value.span.end,
        mark + own.value.span.end,
    )
}
