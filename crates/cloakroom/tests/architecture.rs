//! The arrows between crates point down the list of `docs/architecture.md` and nowhere else.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use cargo_metadata::{DependencyKind, MetadataCommand};

/// From the top of the house to its cellar.
const HOUSE: [&str; 11] = [
    "cloakroom",
    "cloakroom-server",
    "cloakroom-host",
    "cloakroom-broker",
    "cloakroom-store",
    "cloakroom-vault",
    "cloakroom-egress",
    "cloakroom-model",
    "app-package",
    "adaptive-cards-templating",
    "adaptive-expressions",
];

/// Crates that know nothing of networks, databases or the crates above them.
const FREE_STANDING: [&str; 3] = [
    "app-package",
    "adaptive-cards-templating",
    "adaptive-expressions",
];

fn arrows() -> Vec<(String, String)> {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    metadata
        .packages
        .iter()
        .flat_map(|package| {
            let from = package.name.to_string();
            package
                .dependencies
                .iter()
                .filter(|dependency| dependency.kind != DependencyKind::Development)
                .map(move |dependency| (from.clone(), dependency.name.clone()))
        })
        .collect()
}

fn floor(name: &str) -> Option<usize> {
    HOUSE.iter().position(|room| *room == name)
}

#[test]
fn every_arrow_between_our_crates_points_down() {
    let mut seen = 0;
    for (from, to) in arrows() {
        if let (Some(above), Some(below)) = (floor(&from), floor(&to)) {
            seen += 1;
            assert!(above < below, "{from} must not use {to}");
        }
    }
    assert!(seen >= 20, "only {seen} arrows were found");
}

#[test]
fn the_free_standing_crates_use_no_network_and_no_database() {
    for (from, to) in arrows() {
        if FREE_STANDING.contains(&from.as_str()) {
            let banned = ["tokio", "hyper", "axum", "sqlx", "reqwest", "hyper-util"];
            assert!(!banned.contains(&to.as_str()), "{from} must not use {to}");
        }
    }
}

#[test]
fn only_the_binary_uses_the_samples_and_only_the_store_speaks_sql() {
    for (from, to) in arrows() {
        if to == "sample-support" {
            assert!(from.starts_with("sample-"), "{from} must not use {to}");
        } else if to.starts_with("sample-") {
            assert_eq!(from, "cloakroom", "{from} must not use {to}");
        }
        if to == "sqlx" {
            assert_eq!(from, "cloakroom-store", "{from} must not use sqlx");
        }
        if to == "aws-lc-rs" {
            let allowed = [
                "cloakroom-vault",
                "cloakroom-broker",
                "cloakroom-host",
                "sample-authorization-server",
            ];
            assert!(allowed.contains(&from.as_str()), "{from} must not use {to}");
        }
    }
}

#[test]
fn only_egress_opens_connections() {
    for (from, to) in arrows() {
        if ["hyper", "hyper-util", "reqwest", "tokio-rustls"].contains(&to.as_str()) {
            let allowed = ["cloakroom-egress", "sample-repairs-api", "sample-support"];
            assert!(
                allowed.contains(&from.as_str()),
                "{from} must not use {to} (SEC-EGRESS-06)"
            );
        }
    }
}
