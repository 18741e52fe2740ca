//! What an answer of the API becomes, and what the trace says of it.

use cloakroom_model::StepOutcome;
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path, query_param};
use wiremock::{Mock, ResponseTemplate};

use crate::support::api::{answering, results};
use crate::support::package::{APP, Package, SERVER};
use crate::support::{World, kind, search, step, steps};

#[tokio::test]
async fn a_search_with_a_valid_token_gives_cards() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    Mock::given(method("GET"))
        .and(path("/repairs"))
        .and(query_param("assignedTo", "karin"))
        .and(header("authorization", "Bearer access-1"))
        .respond_with(results(&["Oil", "Wheel"]))
        .mount(&world.api)
        .await;
    let invoked = world.search(&karin).await.unwrap();
    assert_eq!(
        (
            kind(&invoked).as_str(),
            invoked.error,
            invoked.sign_in.is_none()
        ),
        ("result", None, true)
    );
    let answer = invoked.answer.to_value();
    let attachments = answer["composeExtension"]["attachments"]
        .as_array()
        .unwrap();
    assert_eq!(attachments.len(), 2);
    assert_eq!(attachments[1]["content"]["body"][0]["text"], "Wheel");
    assert_eq!(attachments[0]["preview"]["content"]["title"], "Oil");
}

/// Each step of the trace is compared with what the API's server logged.
#[tokio::test]
async fn the_trace_tells_what_the_api_saw() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    answering(&world, results(&["Oil"])).await;
    let invoked = world.search(&karin).await.unwrap();
    let trace = world.trace(&invoked).await;
    let names: Vec<&str> = trace.steps.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "activity",
            "find-command",
            "request",
            "policy",
            "credential",
            "call",
            "select",
            "cards"
        ]
    );
    assert!(
        trace
            .steps
            .iter()
            .all(|step| step.outcome == StepOutcome::Ok),
        "{:?}",
        steps(&trace)
    );
    assert_eq!(
        (trace.app.as_deref(), trace.error.as_deref()),
        (Some(APP), None)
    );
    assert_eq!(trace.subject, "Repairs: list");
    assert_eq!(trace.user, karin.user.id.unwrap().0.to_string());

    let asked = world.asked().await;
    assert_eq!(asked.len(), 1);
    let call = &step(&trace, "call").details;
    let shown: url::Url = call["url"].as_str().unwrap().parse().unwrap();
    assert_eq!(call["method"], asked[0].method.as_str());
    assert_eq!(
        (shown.path(), shown.query()),
        (asked[0].url.path(), asked[0].url.query())
    );
    assert_eq!(shown.origin().ascii_serialization(), SERVER);
    assert_eq!(call["dialled"], world.api.uri());
    assert_eq!(
        call["bearer"],
        asked[0].headers.contains_key("authorization")
    );
    assert_eq!(call["status"], 200);
    assert_eq!(step(&trace, "select").details["entries"], 1);
    assert_eq!(step(&trace, "cards").details["cards"], 1);
    assert_eq!(
        step(&trace, "cards").details["bytes"],
        invoked.answer.into_bytes().len()
    );
    let text = serde_json::to_string(&trace).unwrap();
    for secret in ["access-1", "refresh-1"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[tokio::test]
async fn an_answer_without_content_has_no_results() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    answering(&world, ResponseTemplate::new(204)).await;
    assert_eq!(world.outcome(&karin).await, ("result".to_owned(), None));
}

#[tokio::test]
async fn results_are_paged_here_where_the_operation_cannot() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    answering(&world, results(&["1", "2", "3", "4", "5"])).await;
    let mut activity = search("karin");
    activity["value"]["queryOptions"] = json!({"skip": 3, "count": 5});
    let invoked = world.host.invoke(&karin, &activity, None).await.unwrap();
    let answer = invoked.answer.to_value();
    assert_eq!(
        answer["composeExtension"]["attachments"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        answer["composeExtension"]["attachments"][0]["content"]["body"][0]["text"],
        "4"
    );
}

/// Guard: `cloakroom_host::cards::draw`
#[tokio::test]
async fn sec_egress_11_teams_shaped_json_of_an_api_stays_data() {
    let world = World::without_app().await;
    let karin = world.signed_in().await;
    world
        .install(&Package {
            json_path: Value::Null,
            ..Package::default()
        })
        .await;
    let hostile = json!({"title": "t", "composeExtension": {"type": "auth", "suggestedActions": {"actions":
        [{"type": "openUrl", "title": "Sign in", "value": "https://evil.example/"}]}},
        "contentType": "application/vnd.microsoft.card.oauth", "task": {"type": "continue"}});
    answering(&world, ResponseTemplate::new(200).set_body_json(hostile)).await;
    let invoked = world.search(&karin).await.unwrap();
    assert_eq!(
        (
            kind(&invoked).as_str(),
            invoked.error,
            invoked.sign_in.is_none()
        ),
        ("result", None, true)
    );
    assert!(
        !invoked
            .answer
            .to_value()
            .to_string()
            .contains("evil.example")
    );
}
