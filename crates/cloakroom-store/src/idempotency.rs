//! Creates that may be repeated: the answer that was given is given again (Idempotency-Key).

use std::time::Duration;

use cloakroom_model::{TenantId, Timestamp};
use cloakroom_vault::TokenHash;

use crate::db::{Db, execute, optional};
use crate::row::{Of, pairs};
use crate::{StoreError, statements as sql};

/// How long an answer is kept.
const KEPT: Duration = Duration::from_hours(24);
/// After so long a request that never ended is taken for lost, and its key may be used again.
const LOST: Duration = Duration::from_mins(2);

/// A request by whom and under which key.
#[derive(Debug, Clone)]
pub struct IdempotentRequest {
    /// The caller's tenant.
    pub tenant: TenantId,
    /// The caller in his tenant.
    pub caller: String,
    /// The hash of the key that he chose.
    pub key: TokenHash,
    /// The hash of what he asks for: method, path and body.
    pub request: TokenHash,
    /// When he asks.
    pub at: Timestamp,
}

/// An answer that was given. Never one that holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Its status.
    pub status: u16,
    /// Headers worth repeating.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: String,
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// The request is the first; whoever got this makes the answer.
    First,
    /// It is being worked on.
    UnderWay,
    /// It was answered so.
    Answered(KeptAnswer),
    /// The key was used for another request.
    OtherRequest,
}

type Row = (Vec<u8>, Option<i64>, Option<String>, Option<String>);

/// Creates that may be repeated.
#[derive(Debug)]
pub struct Idempotency<'a> {
    pub(crate) db: &'a Db,
}

impl Idempotency<'_> {
    /// Begins a request, or says what became of the one before it.
    pub async fn begin(&self, request: &IdempotentRequest) -> Result<Begun, StoreError> {
        let begun = execute!(
            self.db,
            sql::IDEMPOTENT_BEGIN,
            request.tenant.as_str(),
            request.caller.as_str(),
            request.key.as_bytes().as_slice(),
            request.request.as_bytes().as_slice(),
            request.at.as_millis(),
            request.at.minus(LOST).as_millis(),
            request.at.minus(KEPT).as_millis(),
        )?;
        if begun == 1 {
            return Ok(Begun::First);
        }
        let row = optional!(
            self.db,
            Row,
            sql::IDEMPOTENT_FIND,
            request.tenant.as_str(),
            request.caller.as_str(),
            request.key.as_bytes().as_slice(),
        )?;
        let of = Of {
            table: "idempotent_requests",
            row: &request.caller,
        };
        Ok(match row {
            Some((hash, ..)) if of.hash("request_hash", &hash)? != request.request => {
                Begun::OtherRequest
            }
            Some((_, Some(status), headers, body)) => Begun::Answered(KeptAnswer {
                status: u16::try_from(status).map_err(|_| of.broken("status"))?,
                headers: of.pairs("headers", headers.as_deref().unwrap_or("{}"))?,
                body: body.unwrap_or_default(),
            }),
            // Without a row it was given up at this very moment.
            None | Some((_, None, ..)) => Begun::UnderWay,
        })
    }

    /// Keeps the answer, unless the request was taken for lost and another began.
    pub async fn finish(
        &self,
        request: &IdempotentRequest,
        answer: &KeptAnswer,
    ) -> Result<(), StoreError> {
        execute!(
            self.db,
            sql::IDEMPOTENT_FINISH,
            request.tenant.as_str(),
            request.caller.as_str(),
            request.key.as_bytes().as_slice(),
            request.at.as_millis(),
            i64::from(answer.status),
            pairs(&answer.headers),
            answer.body.as_str(),
        )?;
        Ok(())
    }

    /// Gives a key back whose request came to nothing.
    pub async fn give_up(&self, request: &IdempotentRequest) -> Result<(), StoreError> {
        execute!(
            self.db,
            sql::IDEMPOTENT_GIVE_UP,
            request.tenant.as_str(),
            request.caller.as_str(),
            request.key.as_bytes().as_slice(),
            request.at.as_millis(),
        )?;
        Ok(())
    }

    /// Removes what is too old; gives how many.
    pub async fn purge_answers(&self, now: Timestamp) -> Result<u64, StoreError> {
        execute!(self.db, sql::IDEMPOTENT_PURGE, now.minus(KEPT).as_millis())
    }
}
