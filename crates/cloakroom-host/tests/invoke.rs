//! Invokes, from the activity to the answer and its trace.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::time::Duration;

use cloakroom_egress::{Guard, Policy};
use cloakroom_host::{FaultKind, Host, HostConfig};
use cloakroom_model::{Explain as _, StepOutcome};
use cloakroom_store::Store;
use serde_json::{Value, json};
use support::package::{APP, Package, SERVER};
use support::{World, kind, search, step, steps, tenant, text};
use wiremock::matchers::{body_string_contains, header, method, path, query_param};
use wiremock::{Mock, ResponseTemplate};

fn results(titles: &[&str]) -> ResponseTemplate {
    let entries: Vec<Value> = titles.iter().map(|title| json!({"title": title})).collect();
    ResponseTemplate::new(200).set_body_json(json!({"results": entries}))
}

async fn answering(world: &World, answer: ResponseTemplate) {
    Mock::given(path("/repairs"))
        .respond_with(answer)
        .mount(&world.api)
        .await;
}

async fn refreshing(world: &World, times: u64) {
    Mock::given(method("POST"))
        .and(path("/token"))
        .and(body_string_contains("refresh-1"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({
            "access_token": "access-2", "refresh_token": "refresh-2", "token_type": "Bearer", "expires_in": 3600
        })))
        .expect(times)
        .mount(&world.provider)
        .await;
}

fn unauthorized(challenge: &str) -> ResponseTemplate {
    ResponseTemplate::new(401).insert_header("WWW-Authenticate", challenge)
}

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

/// Guard: `cloakroom_host::request::Prepared::outbound`
#[tokio::test]
async fn sec_egress_14_the_api_sees_our_headers_and_no_others() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    answering(&world, results(&[])).await;
    let mut activity = search("karin");
    activity["serviceUrl"] = json!("https://canary.example/");
    activity["headers"] = json!({"Authorization": "Bearer canary", "Cookie": "canary"});
    world.host.invoke(&karin, &activity, None).await.unwrap();
    let asked = world.asked().await;
    let mut names: Vec<&str> = asked[0]
        .headers
        .keys()
        .map(http::HeaderName::as_str)
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "accept",
            "accept-encoding",
            "authorization",
            "host",
            "user-agent"
        ]
    );
    assert!(!format!("{:?}", asked[0].headers).contains("canary"));
}

#[tokio::test]
async fn without_a_grant_the_answer_is_a_sign_in_link_and_never_an_empty_result() {
    let world = World::new().await;
    let karin = world.karin().await;
    answering(&world, results(&[])).await;
    let invoked = world.search(&karin).await.unwrap();
    let answer = invoked.answer.to_value();
    assert_eq!(
        (kind(&invoked).as_str(), invoked.error),
        ("auth", Some("token_missing"))
    );
    let action = &answer["composeExtension"]["suggestedActions"]["actions"][0];
    assert_eq!(action["type"], "openUrl");
    assert!(
        action["value"]
            .as_str()
            .unwrap()
            .starts_with("http://localhost:8787/sign-in/")
    );
    let view = world
        .broker
        .sign_in_status(&karin, &invoked.sign_in.clone().unwrap(), Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(view.status, "waiting");
    assert_eq!(world.asked().await.len(), 0);
    assert_eq!(world.vault.opened(), 0);
    let trace = world.trace(&invoked).await;
    assert_eq!(trace.error.as_deref(), Some("token_missing"));
    assert_eq!(step(&trace, "sign-in").outcome, StepOutcome::Noted);
    // The link is a secret of its own kind.
    let ticket = action["value"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap();
    assert!(!serde_json::to_string(&trace).unwrap().contains(ticket));
}

/// Guard: `cloakroom_host::authorize::Host::authorize`, by `cloakroom_broker::policy::check`
#[tokio::test]
async fn sec_vault_07_nothing_is_opened_for_what_the_rules_refuse() {
    for (change, expected) in [
        (
            json!({"baseUrl": "https://other.example/"}),
            "base_url_mismatch",
        ),
        (
            json!({"baseUrl": format!("{SERVER}/rep")}),
            "base_url_mismatch",
        ),
        (
            json!({"restrictByApp": "ExistingApp", "appId": "99999999-2222-4333-8444-555555555555"}),
            "registration_other_app",
        ),
    ] {
        let world = World::registered(|input| {
            for (name, value) in change.as_object().unwrap() {
                input[name] = value.clone();
            }
        })
        .await;
        world.install(&Package::default()).await;
        let karin = world.signed_in().await;
        answering(&world, results(&["Oil"])).await;
        assert_eq!(
            world.outcome(&karin).await,
            ("message".to_owned(), Some(expected))
        );
        assert_eq!(world.vault.opened(), 0, "{expected}");
        assert_eq!(world.asked().await.len(), 0, "{expected}");
    }
}

/// Guard: `cloakroom_host::authorize::Host::authorize`, by `cloakroom_broker::policy::check`
#[tokio::test]
async fn sec_egress_08_knowing_anothers_registration_id_opens_nothing() {
    let world = World::new().await;
    let id = world.registration.to_string();
    let thief = Package {
        auth: json!({"authType": "oAuth2.0", "oAuthConfiguration": {"oAuthConfigurationId": id}}),
        ..Package::default()
    };
    let map = support::World::options(&world).map;
    let options = cloakroom_host::InstallOptions {
        map,
        bindings: Vec::new(),
    };
    world
        .host
        .install(&tenant("fabrikam"), &thief.zip(), options)
        .await
        .unwrap();
    let mallory = world.person("fabrikam", "mallory").await;
    world.grant(&mallory, None).await;
    assert_eq!(
        world.outcome(&mallory).await,
        ("message".to_owned(), Some("registration_other_tenant"))
    );
    // Nor can it be bound to.
    let options = cloakroom_host::InstallOptions {
        map: Vec::new(),
        bindings: vec![("vendors-id".to_owned(), world.registration.to_string())],
    };
    let error = world
        .host
        .install(&tenant("fabrikam"), &Package::default().zip(), options)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "binding_invalid");
    assert_eq!(world.vault.opened(), 0);
    assert_eq!(world.asked().await.len(), 0);
}

#[tokio::test]
async fn an_id_that_is_not_ours_says_so_until_it_is_bound() {
    let world = World::without_app().await;
    let karin = world.signed_in().await;
    answering(&world, results(&["Oil"])).await;
    let options = cloakroom_host::InstallOptions {
        bindings: Vec::new(),
        ..world.options()
    };
    let view = world
        .host
        .install(&tenant("contoso"), &Package::default().zip(), options)
        .await
        .unwrap();
    assert!(view.unbound);
    assert_eq!(
        world.outcome(&karin).await,
        ("message".to_owned(), Some("registration_unbound"))
    );
    world
        .host
        .bind(
            &tenant("contoso"),
            &view.app_id,
            "vendors-id",
            &world.registration,
        )
        .await
        .unwrap();
    assert_eq!(world.outcome(&karin).await, ("result".to_owned(), None));
    let fabrikam = world
        .host
        .bind(
            &tenant("fabrikam"),
            &view.app_id,
            "vendors-id",
            &world.registration,
        )
        .await;
    assert!(fabrikam.is_err());
}

#[tokio::test]
async fn kinds_of_credentials_that_are_not_built_say_so() {
    let world = World::without_app().await;
    let package = Package {
        auth: json!({"authType": "apiSecretServiceAuth",
            "apiSecretServiceAuthConfiguration": {"apiSecretRegistrationId": "x"}}),
        ..Package::default()
    };
    world.install(&package).await;
    let karin = world.karin().await;
    assert_eq!(
        world.outcome(&karin).await,
        ("message".to_owned(), Some("credential_kind_unsupported"))
    );
}

#[tokio::test]
async fn an_app_without_sign_in_is_called_without_a_token() {
    let world = World::without_app().await;
    world.install(&Package::open()).await;
    answering(&world, results(&["Oil"])).await;
    let guest = world.guest("contoso");
    assert_eq!(world.outcome(&guest).await, ("result".to_owned(), None));
    assert!(!world.asked().await[0].headers.contains_key("authorization"));
}

/// Guard: `cloakroom_host::invoke::Host::call_as_user`
#[tokio::test]
async fn sec_egress_10_a_401_with_invalid_token_leads_to_one_refresh_and_one_more_call() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    refreshing(&world, 1).await;
    Mock::given(header("authorization", "Bearer access-1"))
        .respond_with(unauthorized(
            "Basic realm=\"x\", Bearer error=\"invalid_token\"",
        ))
        .expect(1)
        .mount(&world.api)
        .await;
    Mock::given(header("authorization", "Bearer access-2"))
        .respond_with(results(&["Oil"]))
        .expect(1)
        .mount(&world.api)
        .await;
    let invoked = world.search(&karin).await.unwrap();
    assert_eq!((kind(&invoked).as_str(), invoked.error), ("result", None));
    let trace = world.trace(&invoked).await;
    let calls: Vec<_> = trace
        .steps
        .iter()
        .filter(|step| step.name == "call")
        .collect();
    assert_eq!(calls.len(), 2);
    assert_eq!(
        (&calls[0].details["status"], &calls[1].details["status"]),
        (&json!(401), &json!(200))
    );
}

#[tokio::test]
async fn a_second_401_ends_it_with_the_checklist() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    refreshing(&world, 1).await;
    answering(&world, unauthorized("Bearer error=\"invalid_token\"")).await;
    let invoked = world.search(&karin).await.unwrap();
    assert_eq!(
        (kind(&invoked).as_str(), invoked.error),
        ("message", Some("api_unauthorized"))
    );
    assert_eq!(world.asked().await.len(), 2);
    assert!(
        text(&invoked).starts_with("Repairs didn't accept your sign-in."),
        "{}",
        text(&invoked)
    );
}

#[tokio::test]
async fn sec_egress_10_any_other_401_leads_to_words_and_no_refresh() {
    for answer in [
        ResponseTemplate::new(401),
        unauthorized("Negotiate"),
        unauthorized("Bearer"),
        unauthorized("Bearer error=\"invalid_request\", error_uri=\"https://evil.example/\""),
    ] {
        let world = World::new().await;
        let karin = world.signed_in().await;
        refreshing(&world, 0).await;
        answering(&world, answer).await;
        let invoked = world.search(&karin).await.unwrap();
        assert_eq!(
            (kind(&invoked).as_str(), invoked.error),
            ("message", Some("api_unauthorized"))
        );
        assert_eq!(world.asked().await.len(), 1);
        let decision = step(&world.trace(&invoked).await, "call").decision.clone();
        for point in [
            "scopes asked for",
            "endpoints entered correctly",
            "redirect URL",
        ] {
            assert!(decision.contains(point), "{decision}");
        }
    }
}

/// Guard: `cloakroom_host::invoke::Host::can_ask_for`
#[tokio::test]
async fn sec_egress_10_a_403_with_insufficient_scope_asks_for_the_scopes_that_are_missing() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    let challenge = "Bearer error=\"insufficient_scope\", scope=\"repairs.read repairs.write\"";
    answering(
        &world,
        ResponseTemplate::new(403).insert_header("WWW-Authenticate", challenge),
    )
    .await;
    let invoked = world.search(&karin).await.unwrap();
    assert_eq!(
        (kind(&invoked).as_str(), invoked.error),
        ("auth", Some("insufficient_scope"))
    );
    assert!(invoked.sign_in.is_some());
    let trace = world.trace(&invoked).await;
    assert_eq!(
        step(&trace, "sign-in").details["further"],
        json!(["repairs.read", "repairs.write"])
    );
}

#[tokio::test]
async fn sec_egress_10_a_403_for_scopes_that_are_granted_or_not_named_asks_nobody() {
    for (challenge, expected) in [
        (
            Some("Bearer error=\"insufficient_scope\", scope=\"repairs.read\""),
            "api_scope_refused",
        ),
        (
            Some("Bearer error=\"insufficient_scope\""),
            "api_scope_refused",
        ),
        (Some("Bearer error=\"invalid_token\""), "api_forbidden"),
        (None, "api_forbidden"),
    ] {
        let world = World::new().await;
        let karin = world.signed_in().await;
        let mut answer = ResponseTemplate::new(403);
        if let Some(challenge) = challenge {
            answer = answer.insert_header("WWW-Authenticate", challenge);
        }
        answering(&world, answer).await;
        assert_eq!(
            world.outcome(&karin).await,
            ("message".to_owned(), Some(expected))
        );
    }
}

#[tokio::test]
async fn what_goes_wrong_at_the_api_has_words_of_its_own() {
    for (answer, expected, words) in [
        (
            ResponseTemplate::new(500),
            "api_failed",
            "has a problem of its own",
        ),
        (
            ResponseTemplate::new(503),
            "api_failed",
            "has a problem of its own",
        ),
        (
            ResponseTemplate::new(404),
            "api_rejected",
            "couldn't make sense",
        ),
        (ResponseTemplate::new(429), "api_busy", "too many requests"),
        (
            ResponseTemplate::new(302).insert_header("Location", "https://evil.example/"),
            "api_redirected",
            "isn't set up",
        ),
        (
            ResponseTemplate::new(200).set_body_raw("<html>canary", "text/html"),
            "api_not_json",
            "can't be shown",
        ),
        (
            ResponseTemplate::new(200).set_body_raw("{\"results\":[", "application/json"),
            "api_not_json",
            "can't be shown",
        ),
        (
            ResponseTemplate::new(200).set_body_string("x".repeat(5 << 20)),
            "api_too_large",
            "more than can be shown",
        ),
    ] {
        let world = World::new().await;
        let karin = world.signed_in().await;
        answering(&world, answer).await;
        let invoked = world.search(&karin).await.unwrap();
        assert_eq!(
            (kind(&invoked).as_str(), invoked.error),
            ("message", Some(expected))
        );
        assert!(text(&invoked).contains(words), "{}", text(&invoked));
        assert_eq!(world.asked().await.len(), 1, "{expected}");
        let trace = world.trace(&invoked).await;
        assert_eq!(trace.error.as_deref(), Some(expected));
        assert!(
            trace
                .steps
                .iter()
                .any(|step| step.outcome == StepOutcome::Failed),
            "{expected}"
        );
        assert!(!serde_json::to_string(&trace).unwrap().contains("canary"));
    }
}

#[tokio::test]
async fn an_api_that_is_down_is_told_from_one_that_is_refused() {
    let world = World::without_app().await;
    let karin = world.signed_in().await;
    // Nobody listens there any more.
    let gone = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for (to, expected) in [
        (format!("http://{gone}"), "api_down"),
        ("https://10.0.0.1".to_owned(), "api_address_refused"),
    ] {
        let options = cloakroom_host::InstallOptions {
            map: vec![(SERVER.to_owned(), to)],
            ..world.options()
        };
        world
            .host
            .install(&tenant("contoso"), &Package::default().zip(), options)
            .await
            .unwrap();
        assert_eq!(
            world.outcome(&karin).await,
            ("message".to_owned(), Some(expected))
        );
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

#[tokio::test]
async fn a_client_that_names_nothing_is_served_by_the_only_app() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    answering(&world, results(&["Oil"])).await;
    let activity = json!({"type": "invoke", "name": "composeExtension/query", "recipient": {"id": "bot"},
        "value": {"parameters": [{"value": "oil"}], "commandContext": "compose"}});
    let invoked = world.host.invoke(&karin, &activity, None).await.unwrap();
    assert_eq!(kind(&invoked), "result");
    assert_eq!(world.asked().await[0].url.query(), Some("assignedTo=oil"));
}

#[tokio::test]
async fn which_app_is_meant_is_said_by_query_or_recipient() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    answering(&world, results(&["Oil"])).await;
    let second = Package {
        id: "22222222-2222-4333-8444-555555555555".to_owned(),
        ..Package::default()
    };
    world.install(&second).await;
    let fault = world.search(&karin).await.unwrap_err();
    assert_eq!(
        (fault.kind(), fault.code()),
        (FaultKind::BadRequest, "app_required")
    );
    let mut activity = search("karin");
    activity["recipient"] = json!({"id": APP.to_uppercase()});
    assert_eq!(
        kind(&world.host.invoke(&karin, &activity, None).await.unwrap()),
        "result"
    );
    assert_eq!(
        kind(
            &world
                .host
                .invoke(&karin, &search("karin"), Some(APP))
                .await
                .unwrap()
        ),
        "result"
    );
    let fault = world
        .host
        .invoke(&karin, &activity, Some("nobody"))
        .await
        .unwrap_err();
    assert_eq!(fault.code(), "app_unknown");
    // The user consented for the first app; for the second he is asked (decision 4).
    let invoked = world
        .host
        .invoke(&karin, &search("karin"), Some(&second.id))
        .await
        .unwrap();
    assert_eq!(
        (kind(&invoked).as_str(), invoked.error),
        ("auth", Some("consent_missing"))
    );
}

#[tokio::test]
async fn faults_of_the_caller_are_no_answers() {
    let world = World::new().await;
    let karin = world.karin().await;
    let mut unknown = search("karin");
    unknown["value"]["commandId"] = json!("nothing");
    let mut elsewhere = search("karin");
    elsewhere["value"]["commandContext"] = json!("message");
    for (activity, expected) in [
        (json!({"type": "message"}), "activity_malformed"),
        (unknown, "command_unknown"),
        (elsewhere, "command_not_in_context"),
    ] {
        let fault = world
            .host
            .invoke(&karin, &activity, None)
            .await
            .unwrap_err();
        assert_eq!(
            (fault.kind(), fault.code()),
            (FaultKind::BadRequest, expected)
        );
    }
    let digits =
        json!({"type": "invoke", "name": "signin/verifyState", "value": {"state": "123456"}});
    let fault = world.host.invoke(&karin, &digits, None).await.unwrap_err();
    assert_eq!(fault.kind(), FaultKind::NotConfirmed);
}

#[tokio::test]
async fn another_replicas_change_is_seen_after_five_seconds_and_our_own_at_once() {
    let world = World::new().await;
    let karin = world.signed_in().await;
    answering(&world, results(&["Oil"])).await;
    assert_eq!(kind(&world.search(&karin).await.unwrap()), "result");
    let replica = Store::open(&world.database).await.unwrap();
    assert!(
        replica
            .apps()
            .uninstall(&tenant("contoso"), &APP.parse().unwrap())
            .await
            .unwrap()
    );
    world.clock.advance(Duration::from_millis(4999));
    assert_eq!(kind(&world.search(&karin).await.unwrap()), "result");
    world.clock.advance(Duration::from_millis(1));
    assert_eq!(
        world.search(&karin).await.unwrap_err().code(),
        "command_unknown"
    );
    world.install(&Package::default()).await;
    assert_eq!(kind(&world.search(&karin).await.unwrap()), "result");
}

/// Guard: `cloakroom_host::install::Host::install`
#[tokio::test]
async fn sec_egress_15_production_refuses_maps() {
    let world = World::new().await;
    let shared: cloakroom_model::SharedClock = std::sync::Arc::new(world.clock.clone());
    let guard = Guard::new(Policy::production(), shared.clone()).unwrap();
    let config = HostConfig {
        public_url: "https://cloakroom.example/".parse().unwrap(),
        production: true,
    };
    let production = Host::new(
        config,
        world.store.clone(),
        world.broker.clone(),
        std::sync::Arc::new(guard),
        world.traces.clone(),
        shared,
        world.random.clone(),
    );
    let error = production
        .install(
            &tenant("contoso"),
            &Package::default().zip(),
            world.options(),
        )
        .await
        .unwrap_err();
    assert_eq!(error.code(), "map_in_production");
    // An installation mapped in development is not called either.
    let karin = world.signed_in().await;
    let invoked = production
        .invoke(&karin, &search("karin"), None)
        .await
        .unwrap();
    assert_eq!(invoked.error, Some("api_address_refused"));
    assert_eq!(world.asked().await.len(), 0);
}
