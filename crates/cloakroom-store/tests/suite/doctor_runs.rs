use cloakroom_model::{DoctorRunId, TenantId};
use cloakroom_store::{DoctorRun, DoctorStatus};

use crate::world::{World, after, at_once};

on_both! {
    a_run_is_found_by_both_its_ids_and_listed_with_its_registration,
    of_many_that_change_the_same_generation_one_succeeds,
    runs_go_with_their_age_and_with_their_registration,
}

async fn begun(w: &World, tenant: &TenantId, at: u64) -> DoctorRun {
    let run = DoctorRun {
        id: w.uuid(),
        public_id: DoctorRunId::generate(&*w.random),
        registration: w.registration(tenant).await,
        registration_version: 2,
        user: None,
        status: DoctorStatus::Checking,
        generation: 1,
        report: "{}".to_owned(),
        created_at: after(at),
        changed_at: after(at),
    };
    w.store.doctor_runs().begin(&run).await.unwrap();
    run
}

async fn a_run_is_found_by_both_its_ids_and_listed_with_its_registration(w: World) {
    let tenant = w.tenant("contoso").await;
    let runs = w.store.doctor_runs();
    let mut first = begun(&w, &tenant, 0).await;
    first.user = Some(w.person(&tenant, "karin").await);
    first.id = w.uuid();
    first.public_id = DoctorRunId::generate(&*w.random);
    first.created_at = after(9);
    runs.begin(&first).await.unwrap();
    assert_eq!(
        runs.find(&first.public_id).await.unwrap().as_ref(),
        Some(&first)
    );
    assert_eq!(
        runs.get(&tenant, first.id).await.unwrap().as_ref(),
        Some(&first)
    );
    let elsewhere = w.tenant("fabrikam").await;
    assert_eq!(runs.get(&elsewhere, first.id).await.unwrap(), None);
    let listed = runs.of_registration(&first.registration).await.unwrap();
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[0], first, "the newest first");
}

async fn of_many_that_change_the_same_generation_one_succeeds(w: World) {
    let tenant = w.tenant("contoso").await;
    let run = begun(&w, &tenant, 0).await;
    let other = w.second_process().await;
    let changed = at_once(20, |n| {
        let (store, mut run) = ([&w.store, &other][n % 2].clone(), run.clone());
        async move {
            run.status = DoctorStatus::Waiting;
            run.report = format!("{{\"n\":{n}}}");
            store.doctor_runs().change(&run, after(1)).await.unwrap()
        }
    })
    .await;
    assert_eq!(changed.into_iter().filter(|changed| *changed).count(), 1);
    let kept = w.store.doctor_runs().get(&tenant, run.id).await.unwrap();
    let kept = kept.unwrap();
    assert_eq!((kept.generation, kept.status), (2, DoctorStatus::Waiting));
    assert_eq!(kept.changed_at, after(1));
}

async fn runs_go_with_their_age_and_with_their_registration(w: World) {
    let tenant = w.tenant("contoso").await;
    let (old, new) = (begun(&w, &tenant, 0).await, begun(&w, &tenant, 60).await);
    let runs = w.store.doctor_runs();
    assert_eq!(runs.purge(after(60)).await.unwrap(), 1);
    assert_eq!(runs.find(&old.public_id).await.unwrap(), None);
    assert!(runs.find(&new.public_id).await.unwrap().is_some());
    let registrations = w.store.registrations();
    let row = registrations.get(&new.registration).await.unwrap().unwrap();
    assert!(registrations.retire(&row, after(61)).await.unwrap());
    assert!(registrations.remove(&new.registration).await.unwrap());
    assert_eq!(runs.find(&new.public_id).await.unwrap(), None);
}
