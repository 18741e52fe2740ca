//! Traces: queued, written in batches, kept for a while (decision 16).

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use cloakroom_model::{SharedClock, TenantId, Timestamp, Trace, TraceCode, TraceKind};
use tokio::sync::{mpsc, oneshot};

use crate::db::{Db, all, execute, optional, transaction};
use crate::page::{Cursor, Page, PageRequest};
use crate::row::Of;
use crate::{Store, StoreError, statements as sql};

/// How long a trace is kept.
const KEPT: Duration = Duration::from_hours(24);
/// How many are kept a tenant.
const MOST: i64 = 10_000;
/// How many wait to be written at the most; more are dropped and counted.
const QUEUE: usize = 4096;
/// How long they wait at the most.
const BATCH_TIME: Duration = Duration::from_millis(500);

/// One line of a list of traces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceHead {
    /// The code that a person quotes.
    pub code: TraceCode,
    /// What it is of.
    pub kind: TraceKind,
    /// What it was about.
    pub subject: String,
    /// Of which app.
    pub app: Option<String>,
    /// The error it ended with.
    pub error: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// How long it took, in microseconds.
    pub micros: i64,
}

/// Which traces to list.
#[derive(Debug, Clone, Default)]
pub struct TraceFilter {
    /// Only those of this user (the internal id as text).
    pub user: Option<String>,
    /// Only of this kind.
    pub kind: Option<TraceKind>,
    /// Only of this app.
    pub app: Option<String>,
    /// Only those that ended with an error.
    pub failed: bool,
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    code: String,
    kind: String,
    subject: String,
    app: Option<String>,
    error: Option<String>,
    started_at: i64,
    micros: i64,
}

const fn kind_text(kind: TraceKind) -> &'static str {
    match kind {
        TraceKind::Invoke => "invoke",
        TraceKind::SignIn => "sign-in",
        TraceKind::SignOut => "sign-out",
    }
}

impl TryFrom<HeadRow> for TraceHead {
    type Error = StoreError;
    fn try_from(row: HeadRow) -> Result<Self, StoreError> {
        let of = Of {
            table: "traces",
            row: &row.code,
        };
        let kind = [TraceKind::Invoke, TraceKind::SignIn, TraceKind::SignOut]
            .into_iter()
            .find(|kind| kind_text(*kind) == row.kind)
            .ok_or_else(|| of.broken("kind"))?;
        Ok(Self {
            code: of.parse("code", &row.code)?,
            kind,
            subject: row.subject,
            app: row.app,
            error: row.error,
            started_at: Timestamp::from_millis(row.started_at),
            micros: row.micros,
        })
    }
}

/// PostgreSQL keeps no NUL in a text, and texts of a trace may come from outside. The body is JSON,
/// which escapes it.
fn keepable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The pattern of `LIKE` for texts that hold this one; `None` for a blank text.
fn containing(text: &str) -> Option<String> {
    let text = keepable(text.trim()).to_ascii_lowercase();
    if text.is_empty() {
        return None;
    }
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    Some(pattern)
}

/// Binds a row of `traces`. A macro, because the two databases' statements are two types.
macro_rules! bind_trace {
    ($statement:expr, $trace:expr) => {{
        let (tenant, trace) = $trace;
        $statement
            .bind(tenant.as_str())
            .bind(trace.code.as_str())
            .bind(kind_text(trace.kind))
            .bind(keepable(&trace.user))
            .bind(trace.app.as_deref().map(keepable))
            .bind(keepable(&trace.subject))
            .bind(trace.error.as_deref().map(keepable))
            .bind(trace.started_at.as_millis())
            .bind(i64::try_from(trace.micros).unwrap_or(i64::MAX))
            // A trace is plain data and always serializes.
            .bind(serde_json::to_string(trace).unwrap_or_default())
    }};
}

/// Traces.
#[derive(Debug)]
pub struct Traces<'a> {
    pub(crate) db: &'a Db,
}

impl Traces<'_> {
    /// Writes traces, in one transaction, several in a statement.
    pub async fn write(&self, traces: Vec<(TenantId, Trace)>) -> Result<(), StoreError> {
        transaction!(self.db, |tx| {
            for traces in traces.chunks(sql::TRACES_AT_ONCE) {
                if traces.len() == sql::TRACES_AT_ONCE {
                    let mut statement = sqlx::query(sql::TRACE_INSERT_MANY);
                    for trace in traces {
                        statement = bind_trace!(statement, trace);
                    }
                    statement.execute(&mut *tx).await?;
                } else {
                    for trace in traces {
                        let statement = sqlx::query(sql::TRACE_INSERT);
                        bind_trace!(statement, trace).execute(&mut *tx).await?;
                    }
                }
            }
        })
    }

    /// A trace by its code; with `user`, only if it is his.
    pub async fn find(
        &self,
        tenant: &TenantId,
        code: &TraceCode,
        user: Option<&str>,
    ) -> Result<Option<Trace>, StoreError> {
        let row = optional!(
            self.db,
            (String,),
            sql::TRACE_FIND,
            tenant.as_str(),
            code.as_str(),
            user,
        )?;
        row.map(|(body,)| {
            let of = Of {
                table: "traces",
                row: code,
            };
            serde_json::from_str(&body).map_err(|_| of.broken("body"))
        })
        .transpose()
    }

    /// A page of the traces that match, the newest first. The search finds any part of code,
    /// subject, app and error, without ASCII case.
    pub async fn page(
        &self,
        tenant: &TenantId,
        filter: &TraceFilter,
        request: &PageRequest,
    ) -> Result<Page<TraceHead>, StoreError> {
        let [started_at, code] = request.after();
        let rows = all!(
            self.db,
            HeadRow,
            sql::TRACE_PAGE,
            tenant.as_str(),
            filter.user.as_deref(),
            filter.kind.map(kind_text),
            filter.app.as_deref(),
            i64::from(filter.failed),
            request.search.as_deref().and_then(containing),
            started_at.parse::<i64>().unwrap_or(i64::MAX),
            code,
            request.rows(),
        )?;
        let at = |row: &HeadRow| Cursor::new([&row.started_at.to_string(), &row.code]);
        Page::cut(rows, request, at).try_map(TraceHead::try_from)
    }

    /// Removes what is too old, and of each tenant what is too many.
    pub async fn purge(&self, tenants: &[TenantId], now: Timestamp) -> Result<u64, StoreError> {
        self.purge_beyond(tenants, now, MOST).await
    }

    async fn purge_beyond(
        &self,
        tenants: &[TenantId],
        now: Timestamp,
        most: i64,
    ) -> Result<u64, StoreError> {
        let mut removed = execute!(self.db, sql::TRACE_PURGE_OLD, now.minus(KEPT).as_millis())?;
        for tenant in tenants {
            removed += execute!(self.db, sql::TRACE_PURGE_MANY, tenant.as_str(), most)?;
        }
        Ok(removed)
    }
}

enum Message {
    Trace(Box<(TenantId, Trace)>),
    Flush(oneshot::Sender<()>),
}

/// Where finished traces go. Never waits: what does not fit is dropped and counted.
#[derive(Debug, Clone)]
pub struct TraceQueue {
    sender: mpsc::Sender<Message>,
    dropped: Arc<AtomicU64>,
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Message")
    }
}

impl TraceQueue {
    /// Starts the writer, which ends when every clone of the queue is gone.
    pub fn start(store: Store, clock: SharedClock) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let dropped = Arc::default();
        tokio::spawn(write(store, clock, receiver, Arc::clone(&dropped)));
        Self { sender, dropped }
    }

    /// Takes a trace.
    pub fn submit(&self, tenant: &TenantId, trace: Trace) {
        if self
            .sender
            .try_send(Message::Trace(Box::new((tenant.clone(), trace))))
            .is_err()
        {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until everything taken so far is written: for reading what has just been done.
    pub async fn flush(&self) {
        let (done, waiting) = oneshot::channel();
        if self.sender.send(Message::Flush(done)).await.is_ok() {
            // An error means that the writer has ended, and with it what it had.
            let _ = waiting.await;
        }
    }

    /// How many were dropped because the queue was full or the database refused them.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }
}

async fn write(
    store: Store,
    clock: SharedClock,
    mut receiver: mpsc::Receiver<Message>,
    dropped: Arc<AtomicU64>,
) {
    let mut purged_at = clock.now();
    while let Some(first) = receiver.recv().await {
        let mut batch = Vec::new();
        let mut flushed = Vec::new();
        let mut take = |message| match message {
            Message::Trace(trace) => {
                batch.push(*trace);
                true
            }
            Message::Flush(done) => {
                flushed.push(done);
                false
            }
        };
        let mut waiting = take(first);
        let deadline = tokio::time::Instant::now() + BATCH_TIME;
        while waiting {
            match tokio::time::timeout_at(deadline, receiver.recv()).await {
                Ok(Some(message)) => waiting = take(message),
                Ok(None) | Err(_) => break,
            }
        }
        let count = u64::try_from(batch.len()).unwrap_or(u64::MAX);
        if let Err(error) = store.traces().write(batch).await {
            dropped.fetch_add(count, Ordering::Relaxed);
            tracing::warn!(%error, count, "traces were not written");
        }
        for done in flushed {
            // Whoever waited may have gone.
            let _ = done.send(());
        }
        let now = clock.now();
        if now.since(purged_at) > Duration::from_mins(5) {
            purged_at = now;
            if let Err(error) = purge(&store, now).await {
                tracing::warn!(%error, "old traces were not removed");
            }
        }
    }
}

async fn purge(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    let tenants: Vec<_> = store
        .people()
        .tenants()
        .await?
        .into_iter()
        .map(|tenant| tenant.id)
        .collect();
    store.traces().purge(&tenants, now).await?;
    Ok(())
}
