//! What flows: the upstream's answer, the token, the activity.

use serde_json::{Value, json};

/// Bytes of a token: a signed one with some claims.
const TOKEN: usize = 1000;

/// An answer of 2.2 kB with five repairs, as the sample's OpenAPI description has it.
pub(crate) fn body() -> String {
    let repair = |number: u32| {
        json!({
            "id": format!("{}", 1040 + number),
            "title": format!("Brake pads of the front axle, car {number}"),
            "description": "The customer reports a grinding sound when braking at low speed, most of it \
                from the left front wheel, since the tyres were changed. Check pads, discs and calipers \
                on both sides, and replace what is worn.",
            "assignedTo": "Karin Blair",
            "date": format!("2026-11-{:02}T09:30:00Z", 10 + number),
            "image": format!("https://repairs.contoso.example/images/{number}.png"),
        })
    };
    let entries: Vec<Value> = (1..=5).map(repair).collect();
    json!({"results": entries, "total": 5}).to_string()
}

/// A text that is as long as a usual access token, and opens nothing.
pub(crate) fn token() -> String {
    "benchmark-access-token."
        .chars()
        .cycle()
        .take(TOKEN)
        .collect()
}

/// What the host calls its user of that number.
pub(crate) fn user(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// A search of that user, as Teams sends it.
pub(crate) fn activity(manifest_id: &str, number: usize) -> String {
    json!({
        "type": "invoke",
        "name": "composeExtension/query",
        "channelId": "msteams",
        "locale": "en-US",
        "from": {"id": format!("29:{number}"), "aadObjectId": user(number), "name": "A user"},
        "conversation": {"id": "19:benchmark@thread.v2", "conversationType": "groupChat"},
        "recipient": {"id": manifest_id},
        "value": {
            "commandId": "listRepairs",
            "commandContext": "compose",
            "parameters": [{"name": "assignedTo", "value": "Karin"}],
            "queryOptions": {"skip": 0, "count": 25},
        },
    })
    .to_string()
}
