//! The table: each fault alone, two at a time, and none.

use std::collections::BTreeSet;

use cloakroom_broker::doctor::{FindingCode, Verdict};

use super::case::{own, run};
use super::faults::{FAULTS, Fault, Stage, Until};
use crate::support::World;

/// What a fault shows beside another.
fn left(of: &Fault, beside: &Fault) -> BTreeSet<FindingCode> {
    // A fault that is wholly hidden stops nothing.
    let stops = !beside.expected.iter().all(|code| of.hides.contains(code));
    let reached = match beside.until {
        _ if !stops => Stage::After,
        Until::Checks => Stage::Checks,
        Until::Exchange if beside.stage == Stage::SignIn => Stage::SignIn,
        Until::Exchange => Stage::Exchange,
        Until::End => Stage::After,
    };
    // Without tokens nothing can be said of them.
    let no_tokens = stops && beside.until == Until::Exchange && beside.stage == Stage::Exchange;
    let hidden =
        of.stage > reached || (no_tokens && of.stage == Stage::Exchange && of.until == Until::End);
    of.expected
        .iter()
        .filter(|_| !hidden)
        // The tokens are revoked at the end, and the fault of the revocation endpoint shows twice.
        .filter(|code| reached == Stage::After || **code != FindingCode::RevocationFailed)
        .filter_map(|code| beside_hidden(of, *code, beside))
        .collect()
}

/// A code beside what hides it. Where the authorization endpoint says nothing of the client ID, a
/// refused client is a refused client and no more.
fn beside_hidden(of: &Fault, code: FindingCode, beside: &Fault) -> Option<FindingCode> {
    let about_client = matches!(code, FindingCode::ClientSecretRefused)
        || (code == FindingCode::ClientAuthenticationOther && of.touches.contains(&"no secret"));
    let unsaid = beside.hides.contains(&FindingCode::ClientSecretRefused)
        && !beside.hides.contains(&FindingCode::ClientRefused);
    if about_client && unsaid {
        return Some(FindingCode::ClientRefused);
    }
    (!beside.hides.contains(&code)).then_some(code)
}

fn expected(one: &Fault, other: &Fault) -> BTreeSet<FindingCode> {
    &left(one, other) | &left(other, one)
}

#[tokio::test]
async fn a_right_registration_has_no_finding() {
    let world = World::new().await;
    let right = run(&world, &[]).await;
    assert_eq!(right.view.findings, []);
    assert_eq!(right.view.verdict, Verdict::Healthy);
    let with_issuer = run(&world, &[&|case| case.with_issuer()]).await;
    assert_eq!(with_issuer.view.findings, []);
}

#[tokio::test]
async fn each_fault_shows_as_its_finding() {
    let world = World::new().await;
    assert!(FAULTS.len() >= 20);
    let mut wrong = Vec::new();
    for fault in FAULTS {
        let outcome = run(&world, &[&fault.change]).await;
        let expected: BTreeSet<_> = fault.expected.iter().copied().collect();
        if outcome.codes() != expected {
            wrong.push(format!(
                "{}: {:?}, expected {expected:?}\n{:?}",
                fault.name,
                outcome.codes(),
                outcome.view.findings
            ));
        }
        for found in &outcome.view.findings {
            let shown = serde_json::to_string(found).unwrap();
            assert!(!shown.contains(&outcome.secret), "{shown}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each run takes an eighth of the pairs, another each time; all of them with
/// `CLOAKROOM_DOCTOR_PAIRS=all`, which takes some minutes.
#[tokio::test]
async fn of_two_faults_both_show_or_the_one_that_hides_the_other() {
    let world = World::new().await;
    let mut wrong = Vec::new();
    let mut pairs = 0;
    let all = std::env::var("CLOAKROOM_DOCTOR_PAIRS").is_ok_and(|which| which == "all");
    let mut turn = usize::from(own().as_bytes()[0]);
    for (index, one) in FAULTS.iter().enumerate() {
        for other in &FAULTS[index + 1..] {
            if one
                .touches
                .iter()
                .any(|thing| other.touches.contains(thing))
            {
                continue;
            }
            turn += 1;
            if !all && !turn.is_multiple_of(8) {
                continue;
            }
            pairs += 1;
            let outcome = run(&world, &[&one.change, &other.change]).await;
            let expected = expected(one, other);
            if outcome.codes() != expected {
                wrong.push(format!(
                    "{} + {}: {:?}, expected {expected:?}",
                    one.name,
                    other.name,
                    outcome.codes()
                ));
            }
        }
    }
    println!("{pairs} pairs");
    assert!(
        wrong.is_empty(),
        "{} of {pairs}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_finding_but_the_rarest_is_expected_somewhere_in_the_table() {
    let expected: BTreeSet<_> = FAULTS.iter().flat_map(|fault| fault.expected).collect();
    let missing: Vec<_> = FindingCode::ALL
        .iter()
        .filter(|code| !expected.contains(code))
        .collect();
    // Shown by tests of their own, in `more`.
    assert_eq!(
        missing,
        [
            &FindingCode::AuthorizationRefused,
            &FindingCode::ClientSecretMissing,
            &FindingCode::TokenRequestRefused,
            &FindingCode::Interrupted,
        ]
    );
}
