use std::sync::Arc;

use cloakroom_model::{TestClock, TraceKind};
use cloakroom_store::TraceQueue;

use crate::traces::trace;
use crate::world::{NOW, World, after};

on_both! {
    what_was_submitted_is_there_after_a_flush,
    what_does_not_fit_is_dropped_and_counted_and_nobody_waits,
    what_cannot_be_written_is_counted_too,
    what_is_queued_is_written_when_the_queue_is_gone,
}

fn queue(w: &World) -> TraceQueue {
    TraceQueue::start(w.store.clone(), Arc::new(TestClock::default()))
}

async fn what_was_submitted_is_there_after_a_flush(w: World) {
    let (tenant, queue) = (w.tenant("contoso").await, queue(&w));
    for turn in 0..3 {
        let one = trace(&w, TraceKind::Invoke, "karin", after(turn));
        let code = one.code.clone();
        queue.submit(&tenant, one);
        queue.flush().await;
        let found = w.store.traces().find(&tenant, &code, None).await.unwrap();
        assert!(found.is_some());
    }
    assert_eq!(queue.dropped(), 0);
}

async fn what_does_not_fit_is_dropped_and_counted_and_nobody_waits(w: World) {
    let (tenant, queue) = (w.tenant("contoso").await, queue(&w));
    // No await in between: the writer may take some meanwhile, on its own thread.
    let mut one = trace(&w, TraceKind::Invoke, "karin", NOW);
    one.steps.clear();
    let submitted = 20_000;
    for _ in 0..submitted {
        one.code = cloakroom_model::TraceCode::generate(&*w.random);
        queue.submit(&tenant, one.clone());
    }
    queue.flush().await;
    let kept = w.raw().await.number("SELECT COUNT(*) FROM traces").await;
    let dropped = i64::try_from(queue.dropped()).unwrap();
    assert_eq!(kept + dropped, submitted);
    assert!(kept >= 4096, "{kept}");
}

async fn what_cannot_be_written_is_counted_too(w: World) {
    let (tenant, queue) = (w.tenant("contoso").await, queue(&w));
    let mut raw = w.raw().await;
    raw.run("ALTER TABLE traces RENAME TO elsewhere").await;
    for _ in 0..2 {
        queue.submit(&tenant, trace(&w, TraceKind::Invoke, "karin", NOW));
    }
    queue.flush().await;
    assert_eq!(queue.dropped(), 2);
    // The writer goes on once it can.
    raw.run("ALTER TABLE elsewhere RENAME TO traces").await;
    queue.submit(&tenant, trace(&w, TraceKind::Invoke, "karin", NOW));
    queue.flush().await;
    assert_eq!(raw.number("SELECT COUNT(*) FROM traces").await, 1);
    assert_eq!(queue.dropped(), 2);
}

async fn what_is_queued_is_written_when_the_queue_is_gone(w: World) {
    let (tenant, queue) = (w.tenant("contoso").await, queue(&w));
    queue.submit(&tenant, trace(&w, TraceKind::Invoke, "karin", NOW));
    let second = queue.clone();
    drop(queue);
    second.submit(&tenant, trace(&w, TraceKind::Invoke, "karin", NOW));
    drop(second);
    let mut raw = w.raw().await;
    while raw.number("SELECT COUNT(*) FROM traces").await < 2 {
        tokio::task::yield_now().await;
    }
}
