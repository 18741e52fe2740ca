use std::time::Duration;

use cloakroom_model::{StepOutcome, TenantId, Timestamp, Trace, TraceCode, TraceKind, TraceStep};
use cloakroom_store::{PageRequest, TraceFilter};

use crate::world::{NOW, World, after};

on_both! {
    a_trace_reads_back_whole_by_its_code,
    many_traces_are_written_whole_whatever_their_number,
    a_trace_is_found_by_its_tenant_and_its_user_alone,
    traces_are_listed_newest_first_by_user_and_kind,
    traces_are_found_by_app_by_failure_and_by_any_part_of_their_texts,
    pages_of_traces_leave_none_out_and_show_none_twice,
    sec_web_10_traces_are_purged_after_a_day,
    of_each_tenant_the_newest_ten_thousand_stay,
    a_text_that_a_database_cannot_hold_spoils_neither_its_trace_nor_its_neighbours,
}

pub(crate) fn trace(w: &World, kind: TraceKind, user: &str, at: Timestamp) -> Trace {
    Trace {
        code: TraceCode::generate(&*w.random),
        kind,
        started_at: at,
        micros: 1500,
        subject: "Repairs: listRepairs".to_owned(),
        user: user.to_owned(),
        app: Some("repairs".to_owned()),
        error: Some("sign_in_needed".to_owned()),
        steps: vec![TraceStep {
            name: "policy".to_owned(),
            at_micros: 1,
            micros: 2,
            outcome: StepOutcome::Refused,
            decision: "the tenant is another".to_owned(),
            details: serde_json::from_str(r#"{"b":1,"a":["x"]}"#).unwrap(),
        }],
        details_left_out: 3,
    }
}

async fn write(w: &World, tenant: &TenantId, traces: &[&Trace]) {
    let traces = traces
        .iter()
        .map(|trace| (tenant.clone(), (*trace).clone()));
    w.store.traces().write(traces.collect()).await.unwrap();
}

fn everything() -> TraceFilter {
    TraceFilter::default()
}

async fn listed(w: &World, tenant: &TenantId, filter: TraceFilter) -> Vec<TraceCode> {
    searched(w, tenant, &filter, None).await
}

async fn searched(
    w: &World,
    tenant: &TenantId,
    filter: &TraceFilter,
    search: Option<&str>,
) -> Vec<TraceCode> {
    let request = PageRequest {
        search: search.map(str::to_owned),
        ..PageRequest::first(100)
    };
    let page = w.store.traces().page(tenant, filter, &request).await;
    page.unwrap()
        .items
        .into_iter()
        .map(|head| head.code)
        .collect()
}

async fn a_trace_reads_back_whole_by_its_code(w: World) {
    let tenant = w.tenant("contoso").await;
    let one = trace(&w, TraceKind::Invoke, "karin", NOW);
    write(&w, &tenant, &[&one]).await;
    let found = w
        .store
        .traces()
        .find(&tenant, &one.code, None)
        .await
        .unwrap();
    assert_eq!(found.as_ref(), Some(&one));
    let request = PageRequest::first(1);
    let traces = w.store.traces();
    let page = traces.page(&tenant, &everything(), &request).await.unwrap();
    let head = &page.items[0];
    assert_eq!((&head.code, head.kind), (&one.code, one.kind));
    assert_eq!(
        (&head.subject, &head.app, &head.error),
        (&one.subject, &one.app, &one.error)
    );
    assert_eq!((head.started_at, head.micros), (NOW, 1500));
    // A code that is there already keeps its trace.
    let mut second = one.clone();
    second.subject = String::from("Another");
    write(&w, &tenant, &[&second]).await;
    let found = w
        .store
        .traces()
        .find(&tenant, &one.code, None)
        .await
        .unwrap();
    assert_eq!(found, Some(one));
}

async fn many_traces_are_written_whole_whatever_their_number(w: World) {
    let tenant = w.tenant("contoso").await;
    for count in [15, 16, 17, 37] {
        let traces: Vec<_> = (0..count)
            .map(|n| trace(&w, TraceKind::Invoke, "karin", after(n)))
            .collect();
        let mut all: Vec<_> = traces.iter().collect();
        // A code that is there already is passed over, and spoils no other row of its statement.
        all.insert(3, &traces[0]);
        write(&w, &tenant, &all).await;
        for one in &traces {
            let found = w.store.traces().find(&tenant, &one.code, None).await;
            assert_eq!(found.unwrap().as_ref(), Some(one));
        }
    }
}

async fn a_trace_is_found_by_its_tenant_and_its_user_alone(w: World) {
    let (tenant, other) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let one = trace(&w, TraceKind::Invoke, "karin", NOW);
    write(&w, &tenant, &[&one]).await;
    let traces = w.store.traces();
    assert_eq!(traces.find(&other, &one.code, None).await.unwrap(), None);
    assert!(
        traces
            .find(&tenant, &one.code, Some("karin"))
            .await
            .unwrap()
            .is_some()
    );
    // A caller who is nobody here is not everybody.
    for user in ["alex", ""] {
        let found = traces.find(&tenant, &one.code, Some(user)).await.unwrap();
        assert_eq!(found, None, "{user:?}");
        let filter = TraceFilter {
            user: Some(user.to_owned()),
            ..everything()
        };
        assert_eq!(listed(&w, &tenant, filter).await, [], "{user:?}");
    }
}

async fn traces_are_listed_newest_first_by_user_and_kind(w: World) {
    let tenant = w.tenant("contoso").await;
    let a = trace(&w, TraceKind::Invoke, "karin", after(1));
    let b = trace(&w, TraceKind::SignIn, "karin", after(2));
    let c = trace(&w, TraceKind::SignOut, "alex", after(3));
    write(&w, &tenant, &[&b, &a, &c]).await;
    let codes = |traces: &[&Trace]| traces.iter().map(|t| t.code.clone()).collect::<Vec<_>>();
    assert_eq!(
        listed(&w, &tenant, everything()).await,
        codes(&[&c, &b, &a])
    );
    let karins = TraceFilter {
        user: Some("karin".to_owned()),
        ..everything()
    };
    assert_eq!(listed(&w, &tenant, karins).await, codes(&[&b, &a]));
    for (kind, one) in [
        (TraceKind::Invoke, &a),
        (TraceKind::SignIn, &b),
        (TraceKind::SignOut, &c),
    ] {
        let filter = TraceFilter {
            kind: Some(kind),
            ..everything()
        };
        assert_eq!(listed(&w, &tenant, filter).await, codes(&[one]));
    }
    let elsewhere = w.tenant("tailspin").await;
    assert_eq!(listed(&w, &elsewhere, everything()).await, []);
}

async fn traces_are_found_by_app_by_failure_and_by_any_part_of_their_texts(w: World) {
    let tenant = w.tenant("contoso").await;
    let mut good = trace(&w, TraceKind::Invoke, "karin", after(1));
    good.error = None;
    good.subject = String::from("Tickets: 100%_done!");
    good.app = None;
    let bad = trace(&w, TraceKind::Invoke, "karin", after(2));
    write(&w, &tenant, &[&good, &bad]).await;
    let codes = |traces: &[&Trace]| traces.iter().map(|t| t.code.clone()).collect::<Vec<_>>();
    let of_app = TraceFilter {
        app: Some("repairs".to_owned()),
        ..everything()
    };
    assert_eq!(listed(&w, &tenant, of_app).await, codes(&[&bad]));
    let failed = TraceFilter {
        failed: true,
        ..everything()
    };
    assert_eq!(listed(&w, &tenant, failed).await, codes(&[&bad]));
    for (search, found) in [
        (" LISTrep", vec![&bad]),
        ("sign_in", vec![&bad]),
        ("sign!in", vec![]),
        ("signXin", vec![]),
        ("100%_done!", vec![&good]),
        ("%", vec![&good]),
        (bad.code.as_str(), vec![&bad]),
        // As people quote it.
        (bad.code.to_string().as_str(), vec![&bad]),
        ("  ", vec![&bad, &good]),
        ("a\0b", vec![]),
    ] {
        let answer = searched(&w, &tenant, &everything(), Some(search)).await;
        assert_eq!(answer, codes(&found), "{search:?}");
    }
}

async fn pages_of_traces_leave_none_out_and_show_none_twice(w: World) {
    let tenant = w.tenant("contoso").await;
    // Many that began in the same millisecond.
    let all: Vec<_> = (0..7)
        .map(|n| trace(&w, TraceKind::Invoke, "karin", after(n / 5)))
        .collect();
    write(&w, &tenant, &all.iter().collect::<Vec<_>>()).await;
    let mut request = PageRequest::first(2);
    let mut seen = Vec::new();
    loop {
        let traces = w.store.traces();
        let page = traces.page(&tenant, &everything(), &request).await.unwrap();
        seen.extend(page.items.into_iter().map(|head| head.code));
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, listed(&w, &tenant, everything()).await);
    assert_eq!(seen.len(), all.len());
}

/// Guard: `cloakroom_store::traces::Traces::purge`
async fn sec_web_10_traces_are_purged_after_a_day(w: World) {
    let tenant = w.tenant("contoso").await;
    let old = trace(&w, TraceKind::Invoke, "karin", NOW);
    let new = trace(&w, TraceKind::Invoke, "karin", after(1));
    write(&w, &tenant, &[&old, &new]).await;
    let day = NOW.plus(Duration::from_hours(24));
    let traces = w.store.traces();
    assert_eq!(
        traces
            .purge(std::slice::from_ref(&tenant), day)
            .await
            .unwrap(),
        0
    );
    let later = day.plus(Duration::from_millis(1));
    assert_eq!(traces.purge(&[], later).await.unwrap(), 1);
    assert_eq!(listed(&w, &tenant, everything()).await, [new.code]);
}

async fn of_each_tenant_the_newest_ten_thousand_stay(w: World) {
    let (full, other) = (w.tenant("contoso").await, w.tenant("tailspin").await);
    let many: Vec<_> = (0..10_003)
        .map(|n| {
            let at = NOW.plus(Duration::from_millis(n));
            let mut one = trace(&w, TraceKind::Invoke, "karin", at);
            one.steps.clear();
            (full.clone(), one)
        })
        .collect();
    let (gone, left) = (many[2].1.code.clone(), many[3].1.code.clone());
    w.store.traces().write(many).await.unwrap();
    write(&w, &other, &[&trace(&w, TraceKind::Invoke, "robin", NOW)]).await;
    let purged = w
        .store
        .traces()
        .purge(&[full.clone(), other.clone()], NOW)
        .await;
    assert_eq!(purged.unwrap(), 3);
    let traces = w.store.traces();
    for (code, there) in [(gone, false), (left, true)] {
        let found = traces.find(&full, &code, None).await.unwrap();
        assert_eq!(found.is_some(), there);
    }
    assert_eq!(listed(&w, &other, everything()).await.len(), 1);
}

async fn a_text_that_a_database_cannot_hold_spoils_neither_its_trace_nor_its_neighbours(w: World) {
    let tenant = w.tenant("contoso").await;
    let plain = trace(&w, TraceKind::Invoke, "karin", NOW);
    let mut odd = trace(&w, TraceKind::Invoke, "karin", after(1));
    // PostgreSQL keeps no NUL in a text; an activity from outside may hold one.
    odd.subject = String::from("a\0b");
    odd.app = Some("\0".to_owned());
    write(&w, &tenant, &[&plain, &odd]).await;
    assert_eq!(
        listed(&w, &tenant, everything()).await,
        [odd.code.clone(), plain.code]
    );
    let found = w
        .store
        .traces()
        .find(&tenant, &odd.code, None)
        .await
        .unwrap();
    assert_eq!(found, Some(odd), "the body is as it was");
}
