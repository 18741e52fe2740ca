#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use cloakroom_model::{SeededRandom, SharedClock, SharedRandom, TestClock, Timestamp, TraceKind};
use cloakroom_store::{DatabaseUrl, Store};
use cloakroom_vault::{MacKey, MasterKey, Vault, VaultLimits};

use super::*;
use crate::catalog::compile;
use crate::images::sign;
use crate::testing::Package;

fn drawn_with(
    package: &Package,
    entries: &[Value],
    images: &Images<'_>,
) -> Result<(Value, StepOutcome), CardError> {
    let app = compile(package.files()).unwrap();
    let clock: SharedClock = Arc::new(TestClock::default());
    let trace = Recorder::start(TraceKind::Invoke, &clock, &SeededRandom::new(1));
    let drawing = Drawing {
        app: "Repairs",
        command: &app.commands[0],
        values: HostValues::default(),
        images,
    };
    let entries: Vec<&Value> = entries.iter().collect();
    let bytes = draw(&entries, &drawing, &trace)?;
    Ok((
        serde_json::from_slice(&bytes).unwrap(),
        trace.finish().steps[0].outcome,
    ))
}

fn drawn(package: &Package, entries: &[Value]) -> Result<(Value, StepOutcome), CardError> {
    drawn_with(package, entries, &Images::Direct)
}

fn attachments(answer: &Value) -> &Vec<Value> {
    answer["composeExtension"]["attachments"]
        .as_array()
        .unwrap()
}

#[test]
fn each_entry_becomes_a_card_with_its_preview() {
    let package = Package {
        layout: "grid",
        preview: json!({"title": "${title}", "subtitle": "${n}", "image": {"url": "${image}", "alt": "a", "$when": "${image != null}"}}),
        ..Package::open()
    };
    let entries = [
        json!({"title": "Oil", "n": 1, "image": "https://a.example/x.png"}),
        json!({"title": "Wheel"}),
    ];
    let (answer, outcome) = drawn(&package, &entries).unwrap();
    assert_eq!(outcome, StepOutcome::Ok);
    assert_eq!(answer["composeExtension"]["type"], "result");
    assert_eq!(answer["composeExtension"]["attachmentLayout"], "grid");
    assert_eq!(
        attachments(&answer)[0],
        json!({
            "contentType": "application/vnd.microsoft.card.adaptive",
            "content": {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Oil"}]},
            "preview": {"contentType": "application/vnd.microsoft.card.thumbnail", "content":
                {"title": "Oil", "subtitle": "1", "images": [{"url": "https://a.example/x.png", "alt": "a"}]}}
        })
    );
    assert_eq!(
        attachments(&answer)[1]["preview"]["content"]["title"],
        "Wheel"
    );
    assert!(
        attachments(&answer)[1]["preview"]["content"]
            .get("images")
            .is_none()
    );
}

#[test]
fn no_entries_are_an_empty_result() {
    let (answer, _) = drawn(&Package::open(), &[]).unwrap();
    assert!(attachments(&answer).is_empty());
}

fn with_link() -> Package {
    Package {
        card: json!({"type": "AdaptiveCard", "version": "1.5",
            "body": [{"type": "Image", "url": "${image}", "$when": "${image != null}"}],
            "actions": [{"type": "Action.OpenUrl", "title": "Open", "url": "${link}"}]}),
        ..Package::open()
    }
}

/// Guard: `cloakroom_host::cards::sink::Judge::scalar`
#[test]
fn sec_pkg_09_a_script_url_from_data_keeps_its_card_out() {
    let good = json!({"title": "good", "link": "https://a.example/"});
    for bad in [
        "javascript:alert(1)",
        "JaVa\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "http://a.example/",
    ] {
        let (answer, outcome) = drawn(
            &with_link(),
            &[good.clone(), json!({"title": "bad", "link": bad})],
        )
        .unwrap();
        assert_eq!(attachments(&answer).len(), 1, "{bad}");
        assert_eq!(outcome, StepOutcome::Noted);
        assert!(!answer.to_string().contains("script:"), "{answer}");
        let error = drawn(&with_link(), &[json!({"title": "bad", "link": bad})]).unwrap_err();
        assert_eq!(error.code(), "template_failed", "{bad}");
    }
    let image = json!({"title": "t", "link": "https://a.example/", "image": "javascript:alert(1)"});
    assert!(drawn(&with_link(), &[image]).is_err());
}

/// Guard: `cloakroom_host::cards::sink::Judge::scalar`
#[test]
fn sec_pkg_09_a_script_url_in_the_template_itself_is_refused() {
    for (name, card) in [
        (
            "url",
            json!({"type": "AdaptiveCard", "actions": [{"type": "Action.OpenUrl", "url": "javascript:alert(1)"}]}),
        ),
        (
            "prefix",
            json!({"type": "AdaptiveCard", "actions": [{"type": "Action.OpenUrl", "url": "java${'script'}:x"}]}),
        ),
        (
            "background",
            json!({"type": "AdaptiveCard", "backgroundImage": "javascript:x"}),
        ),
        (
            "nested",
            json!({"type": "AdaptiveCard", "selectAction": {"type": "Action.OpenUrl", "url": "data:text/html,x"}}),
        ),
        (
            "icon",
            json!({"type": "AdaptiveCard", "actions": [{"type": "Action.OpenUrl", "iconUrl": "javascript:x", "url": "https://a.example"}]}),
        ),
        (
            "untyped",
            json!({"type": "AdaptiveCard", "x": {"url": "javascript:x"}}),
        ),
        (
            "case",
            json!({"type": "AdaptiveCard", "x": {"URL": "javascript:x"}}),
        ),
        (
            "type by expression",
            json!({"type": "AdaptiveCard", "actions": [{"type": "${'Action.OpenUrl'}", "url": "javascript:x"}]}),
        ),
    ] {
        let package = Package {
            card,
            ..Package::open()
        };
        assert!(drawn(&package, &[json!({"title": "t"})]).is_err(), "{name}");
    }
}

/// Guard: `cloakroom_host::cards::sink::Judge::key`
#[test]
fn sec_egress_11_what_an_api_brings_along_is_no_sign_in_and_no_host_command() {
    let package = Package {
        card: json!({"type": "AdaptiveCard", "body": "${body}", "x": "${more}"}),
        ..Package::open()
    };
    for bad in [
        json!({"body": [{"type": "ActionSet", "actions": [{"type": "Action.Submit", "data": {"msteams": {"type": "signin", "value": "https://evil.example"}}}]}]}),
        json!({"body": [{"type": "Action.Execute", "verb": "x"}]}),
        json!({"body": [{"type": "signin", "value": "https://evil.example"}]}),
        json!({"more": {"authentication": {"buttons": [{"type": "signin", "value": "https://evil.example"}]}}}),
        json!({"more": {"Refresh": {"action": {"type": "Action.Execute"}}}}),
        json!({"body": [{"type": "Image", "url": "javascript:alert(1)"}]}),
        json!({"body": [{"type": "TextBlock", "selectAction": {"type": "Action.OpenUrl", "url": "javascript:x"}}]}),
    ] {
        let mut entry = bad.clone();
        entry["title"] = json!("t");
        assert!(drawn(&package, &[entry]).is_err(), "{bad}");
    }
    // Teams' own answers, as data: refused as an element, text as a text.
    let teams = json!({"composeExtension": {"type": "auth", "suggestedActions": {"actions": []}}});
    assert!(drawn(&Package::open(), &[json!({"title": teams})]).is_err());
    let (answer, _) = drawn(&Package::open(), &[json!({"title": teams.to_string()})]).unwrap();
    assert_eq!(answer["composeExtension"]["type"], "result");
    assert_eq!(
        attachments(&answer)[0]["content"]["body"][0]["text"],
        teams.to_string()
    );
}

#[test]
fn sec_egress_11_a_template_cannot_make_the_client_sign_in_or_refresh() {
    let package = Package {
        card: json!({"type": "AdaptiveCard", "authentication": {"buttons": []}, "refresh": {"action": {}}, "body": []}),
        ..Package::open()
    };
    let (answer, _) = drawn(&package, &[json!({"title": "t"})]).unwrap();
    assert_eq!(
        attachments(&answer)[0]["content"],
        json!({"type": "AdaptiveCard", "body": []})
    );
}

/// Guard: `cloakroom_host::cards::urls::Images::image`
#[test]
fn sec_pkg_16_images_for_our_own_chat_come_from_our_own_origin() {
    let key = key();
    let app = "app".parse().unwrap();
    let images = Images::Signed {
        key: &key,
        app: &app,
        now: Timestamp::from_millis(0),
    };
    let entry =
        json!({"title": "t", "link": "https://a.example/page", "image": "https://a.example/x.png"});
    let (answer, _) = drawn_with(&with_link(), std::slice::from_ref(&entry), &images).unwrap();
    let card = &attachments(&answer)[0]["content"];
    let path = card["body"][0]["url"].as_str().unwrap();
    let image = "https://a.example/x.png".parse().unwrap();
    let signed = sign(&key, &app, &image, Timestamp::from_millis(0));
    assert_eq!(path, format!("/api/v1/images/{signed}"));
    // A link is opened by the user, who then knows where he goes.
    assert_eq!(card["actions"][0]["url"], "https://a.example/page");
    let (answer, _) = drawn(&with_link(), &[entry]).unwrap();
    assert_eq!(
        attachments(&answer)[0]["content"]["body"][0]["url"],
        "https://a.example/x.png"
    );
}

/// Guard: `adaptive_cards_templating::class::Classes::class_within`
#[test]
fn sec_pkg_16_an_image_without_a_type_is_an_image_by_its_place() {
    let key = key();
    let app = "app".parse().unwrap();
    let images = Images::Signed {
        key: &key,
        app: &app,
        now: Timestamp::from_millis(0),
    };
    let entry = json!({"image": "https://a.example/x.png", "untyped": {"url": "https://a.example/x.png"},
        "typed": {"type": "BackgroundImage", "url": "https://a.example/x.png"}});
    for image in [
        json!({"url": "https://a.example/x.png"}),
        json!({"url": "${image}", "fillMode": "cover"}),
        json!("${untyped}"),
        json!("${typed}"),
        json!("${json(string(untyped))}"),
    ] {
        let package = Package {
            card: json!({"type": "AdaptiveCard", "backgroundImage": image}),
            ..Package::open()
        };
        let (answer, _) = drawn_with(&package, std::slice::from_ref(&entry), &images).unwrap();
        let url = &attachments(&answer)[0]["content"]["backgroundImage"]["url"];
        assert!(
            url.as_str().unwrap().starts_with("/api/v1/images/"),
            "{image}: {url}"
        );
    }
}

/// A key as the vault derives it, of an empty store.
fn key() -> MacKey {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db").display().to_string();
        let store = Store::open(&DatabaseUrl::Sqlite(path)).await.unwrap();
        let random: SharedRandom = Arc::new(SeededRandom::new(1));
        let vault = Vault::unlock(
            MasterKey::generate(&*random),
            Arc::new(store.keys()),
            Arc::new(TestClock::default()),
            random.clone(),
            VaultLimits::default(),
        );
        let vault = vault.await.unwrap();
        vault
            .mac_key(&"contoso".parse().unwrap(), "images.path")
            .await
            .unwrap()
    })
}

#[test]
fn a_template_that_fails_is_told_with_its_place() {
    let package = Package {
        card: json!({"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": "${int('x')}"}]}),
        ..Package::open()
    };
    let error = drawn(&package, &[json!({"title": "t"})]).unwrap_err();
    assert!(
        error
            .place()
            .unwrap()
            .starts_with("card.json#/responseCardTemplate/body/0/text"),
        "{error}"
    );
}

/// Whether a card with an element from data is delivered.
fn delivered(element: Value) -> bool {
    let package = Package {
        card: json!({"type": "AdaptiveCard", "version": "1.5", "body": ["${element}"]}),
        ..Package::open()
    };
    let entry = json!({"title": "t", "element": element});
    drawn(&package, &[entry]).is_ok()
}

/// Guard: `adaptive_cards_templating::emit::Emitter::deeper`
#[test]
fn sec_pkg_11_a_card_nested_too_deep_is_not_delivered() {
    let nested = |levels: usize| {
        (0..levels).fold(json!({"type": "TextBlock", "text": "in"}), |card, _| {
            json!({"type": "ActionSet", "actions": [
                {"type": "Action.ShowCard", "card": {"type": "AdaptiveCard", "body": [card]}}]})
        })
    };
    assert!(delivered(nested(5)));
    assert!(!delivered(nested(200)));
}

/// Guard: `adaptive_cards_templating::emit::Emitter::charge`
#[test]
fn sec_pkg_11_a_card_with_too_many_elements_or_bytes_is_not_delivered() {
    let columns = |count: usize| {
        let column = json!({"type": "Column", "items": []});
        json!({"type": "ColumnSet", "columns": vec![column; count]})
    };
    assert!(delivered(columns(10)));
    assert!(!delivered(columns(100_000)));
    let texts = |count: usize| {
        let text = json!({"type": "TextBlock", "text": "x".repeat(60_000)});
        json!({"type": "Container", "items": vec![text; count]})
    };
    assert!(delivered(texts(1)));
    assert!(!delivered(texts(10)));
}

/// Guard: `cloakroom_host::cards::sink::Judge::scalar`
#[test]
fn sec_pkg_11_a_text_too_long_is_not_delivered() {
    let text = |length: usize| json!({"type": "TextBlock", "text": "x".repeat(length)});
    assert!(delivered(text(64 * 1024)));
    assert!(!delivered(text(64 * 1024 + 1)));
}

/// Guard: `cloakroom_host::cards::sink::is_plain_id`
#[test]
fn sec_pkg_11_ids_of_inputs_are_plain_identifiers() {
    let drawn_with = |kind: &str, id: &str| {
        let package = Package {
            card: json!({"type": "AdaptiveCard", "body": [{"type": kind, "id": id}]}),
            ..Package::open()
        };
        drawn(&package, &[json!({"title": "t"})]).is_ok()
    };
    for id in ["a", "repair-7", "näme_1", "a.b:c", &"x".repeat(128)] {
        assert!(drawn_with("Input.Text", id), "{id}");
    }
    for id in ["(a+)+", "", "a b", "a'b", "<b>", "a*", &"x".repeat(129)] {
        for kind in ["Input.Text", "Input.ChoiceSet", "input.toggle"] {
            assert!(!drawn_with(kind, id), "{kind} {id}");
        }
    }
}

/// Guard: `cloakroom_host::cards::sink::Judge::scalar`
#[test]
fn sec_pkg_11_other_ids_are_limited_in_length_only() {
    let with_id = |id: &str| json!({"type": "Container", "id": id, "items": []});
    for id in ["", "a b", "Details (more)", "a'b", &"ä".repeat(128)] {
        assert!(delivered(with_id(id)), "{id}");
    }
    assert!(!delivered(with_id(&"x".repeat(129))));
}
