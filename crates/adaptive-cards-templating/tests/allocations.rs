//! What expanding allocates: nothing but room for the card, and values that functions make.
#![allow(clippy::unwrap_used)]

use adaptive_cards_templating::{HostValues, Options, Template};
use allocation_counter::{AllocationInfo, measure};
use serde_json::{Value, json};

/// What a thousand cards allocate into a buffer that has room for all of them.
fn thousand(template: &Value, data: impl Fn(usize) -> Value) -> AllocationInfo {
    let template = Template::compile(template, &Options::default()).unwrap();
    let data: Vec<Value> = (0..1000).map(data).collect();
    let host = HostValues {
        locale: Some("de-DE".to_owned()),
        ..HostValues::default()
    };
    let mut out = Vec::with_capacity(1 << 20);
    // What is made once for all templates is there after the first card.
    template.expand_bytes(&data[0], &host, &mut out).unwrap();
    let counted = measure(|| {
        for entry in &data {
            template.expand_bytes(entry, &host, &mut out).unwrap();
        }
    });
    assert!(out.len() > 100_000, "the cards are there");
    counted
}

fn repair(i: usize) -> Value {
    json!({
        "title": format!("Repair \"{i}\""),
        "description": if i.is_multiple_of(3) { Value::Null } else { "Something is broken".into() },
        "image": if i.is_multiple_of(4) { Value::Null } else { format!("https://img.example/{i}").into() },
        "hours": i, "cost": 0.5, "tags": [{"name": "car"}, {"name": "yearly"}],
        "owner": {"name": {"first": "Ann"}, "long text": "x".repeat(100)},
    })
}

#[test]
fn names_chains_conditions_and_lists_allocate_nothing() {
    let template = json!({
        "type": "AdaptiveCard",
        "body": [
            {"text": "${title}", "wrap": true},
            {"text": "${if(description, description, 'none')}"},
            {"url": "${image}", "$when": "${image != null && hours >= 0}"},
            {"$data": "${tags}", "text": "${name}", "number": "${$index + 1}", "of": "${$root.title}"},
            {"hours": "${hours}", "cost": "${cost * 2}", "first": "${owner.name.first}"},
            "${tags}", {"owner": "${owner}"},
        ]
    });
    assert_eq!(thousand(&template, repair).count_total, 0);
}

#[test]
fn texts_of_several_parts_share_one_buffer() {
    let template = json!({"body": [
        {"text": "${title}, ${hours} hours, ${owner.name.first}: ${description ?? '-'}"},
        {"$data": "${tags}", "text": "#${name} of ${$root.title} by ${$root.owner.name.first}"},
    ]});
    let counted = thousand(&template, repair);
    // One buffer for each card, which grows a few times.
    assert!(counted.count_total <= 4000, "{counted:?}");
    assert_eq!(counted.count_current, 0);
}

#[test]
fn what_is_allocated_grows_with_the_output_only() {
    let template = Template::compile(&json!({"t": "${title}"}), &Options::default()).unwrap();
    let data = repair(1);
    let host = HostValues::default();
    let counted = |cards: usize| {
        measure(|| {
            let mut out = Vec::new();
            for _ in 0..cards {
                template.expand_bytes(&data, &host, &mut out).unwrap();
            }
        })
        .count_total
    };
    // A vector doubles: sixteen times the cards are four more steps of its growth.
    assert!(counted(1600) - counted(100) <= 5);
}
