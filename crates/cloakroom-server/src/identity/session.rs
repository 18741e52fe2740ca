//! Browser sessions: a random token in a cookie, its hash in the store.

use std::time::Duration;

use cloakroom_model::{Caller, Door, TenantId, UserId};
use cloakroom_store::{NewSession, Session, StoreError};
use cloakroom_vault::SessionToken;
use cookie::SameSite;
use http::{HeaderMap, HeaderValue, header};

use super::cookies;
use crate::app::App;

/// The cookie that holds the token. `__Host-` makes browsers refuse one that another host or an
/// insecure page tries to plant (SEC-WEB-04).
pub(crate) const COOKIE: &str = "__Host-cloakroom-session";

/// Use within this time of the last note is not noted again.
const NOTE_AFTER: Duration = Duration::from_mins(1);

/// The live session of a request, with its token.
pub(crate) async fn of(
    headers: &HeaderMap,
    app: &App,
) -> Result<Option<(Session, SessionToken)>, StoreError> {
    let Some(value) = cookies::only(headers, COOKIE) else {
        return Ok(None);
    };
    let token = SessionToken::new(value);
    let now = app.clock.now();
    let Some(session) = app.store.sessions().find(&token.hash(), now).await? else {
        return Ok(None);
    };
    if now.since(session.last_seen_at) > NOTE_AFTER {
        let (app, tenant, id) = (app.clone(), session.person.tenant.clone(), session.id);
        // No write stands between a caller and his answer.
        tokio::spawn(async move {
            if let Err(error) = app.store.sessions().seen(&tenant, id, now).await {
                tracing::warn!(%error, "the use of a session was not noted");
            }
        });
    }
    Ok(Some((session, token)))
}

/// How somebody entered who came by a link.
pub(crate) const BY_LINK: &str = "link";

/// The longest name of a browser that is kept, in characters.
const LONGEST_AGENT: usize = 256;

/// What the browser calls itself: shown to its owner, and never decided by.
fn agent(headers: &HeaderMap) -> String {
    let sent = headers
        .get(header::USER_AGENT)
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .unwrap_or_default();
    sent.chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_AGENT)
        .collect()
}

/// Begins a session with a new token, whatever cookie came with the request, and gives its cookie.
pub(crate) async fn begin(
    app: &App,
    tenant: &TenantId,
    user: UserId,
    entered_by: &str,
    headers: &HeaderMap,
) -> Result<(SessionToken, HeaderValue), StoreError> {
    let token = SessionToken::generate(app.random.as_ref());
    let now = app.clock.now();
    let lifetime = app.config.session_lifetime;
    app.store
        .sessions()
        .begin(
            &NewSession {
                tenant,
                user,
                token: &token.hash(),
                entered_by,
                agent: &agent(headers),
                expires_at: now.plus(lifetime),
            },
            now,
            app.random.as_ref(),
        )
        .await?;
    let seconds = i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX);
    let cookie = cookies::set(COOKIE, token.expose(), SameSite::Lax, Some(seconds));
    Ok((token, cookie))
}

/// Makes browsers forget the session.
pub(crate) fn forget() -> HeaderValue {
    cookies::remove(COOKIE, SameSite::Lax)
}

/// The caller that a session stands for.
pub(crate) fn caller(session: &Session) -> Caller {
    Caller {
        tenant: session.person.tenant.clone(),
        user: session.person.user.clone(),
        door: Door::Session {
            session: session.id,
        },
        role: session.person.role,
    }
}
