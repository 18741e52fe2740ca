//! What goes wrong at the API or on the way to it.

use cloakroom_host::InstallOptions;
use cloakroom_model::StepOutcome;
use wiremock::ResponseTemplate;

use crate::support::api::answering;
use crate::support::package::{Package, SERVER};
use crate::support::{World, kind, tenant, text};

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
        let options = InstallOptions {
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
