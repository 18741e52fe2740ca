//! Sign-ins: from the link to the end of the exchange.

use cloakroom_model::{ManifestId, SignInId, TenantId, Timestamp, TraceCode, UserId};
use cloakroom_vault::{Sealed, TicketToken, TokenHash};
use uuid::Uuid;

use crate::db::{Db, all, execute, optional};
use crate::row::{Of, texts};
use crate::{RegistrationKey, StoreError, statements as sql};

/// Where a sign-in stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignInStatus {
    /// The link was made.
    Started,
    /// Somebody pressed *Continue* and went to the provider.
    Continued,
    /// The provider answered; the code is being exchanged.
    Returned,
    /// The tokens wait for the six digits.
    Pending,
    /// A grant was made.
    Completed,
    /// The provider said that the user refused.
    Denied,
    /// It went wrong.
    Failed,
    /// The user gave it up.
    Cancelled,
    /// It took too long.
    Expired,
}

impl SignInStatus {
    const ALL: [Self; 9] = [
        Self::Started,
        Self::Continued,
        Self::Returned,
        Self::Pending,
        Self::Completed,
        Self::Denied,
        Self::Failed,
        Self::Cancelled,
        Self::Expired,
    ];

    /// The name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Continued => "continued",
            Self::Returned => "returned",
            Self::Pending => "pending",
            Self::Completed => "completed",
            Self::Denied => "denied",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// Whether nothing can change it any more.
    pub const fn is_final(self) -> bool {
        !matches!(
            self,
            Self::Started | Self::Continued | Self::Returned | Self::Pending
        )
    }
}

/// What is set when somebody goes on to the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continued {
    /// The hash of `state`.
    pub state: TokenHash,
    /// The hash of the binding cookie.
    pub binding: TokenHash,
    /// The session of ours in which *Continue* was pressed.
    pub session: Option<Uuid>,
    /// The path that the callback must come to.
    pub redirect_path: String,
    /// The sealed PKCE verifier. Its place: table `sign_ins`, column `verifier`, generation 1.
    pub verifier: Option<Sealed>,
    /// The hash of `nonce`.
    pub nonce: Option<TokenHash>,
}

/// A sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Its internal id.
    pub id: Uuid,
    /// The id by which its status is asked for.
    pub public_id: SignInId,
    /// Whose tenant.
    pub tenant: TenantId,
    /// For whom it was started.
    pub user: UserId,
    /// Under which registration.
    pub registration: RegistrationKey,
    /// In which version of it.
    pub registration_version: i64,
    /// For which app: its owner and manifest id.
    pub app: (TenantId, ManifestId),
    /// The scopes to ask for.
    pub scopes: Vec<String>,
    /// Where it stands.
    pub status: SignInStatus,
    /// What was set at *Continue*.
    pub continued: Option<Continued>,
    /// The stable code of how it ended.
    pub outcome_code: Option<String>,
    /// The user's sentence of how it ended.
    pub outcome_text: Option<String>,
    /// The account that signed in.
    pub account: Option<String>,
    /// The trace of its callback.
    pub trace: Option<TraceCode>,
    /// Which process exchanges its code.
    pub attempt_owner: Option<String>,
    /// When the code was sent.
    pub attempt_sent_at: Option<Timestamp>,
    /// The doctor's run that it belongs to: its tokens are never a grant.
    pub doctor_run: Option<Uuid>,
    /// When the link was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A sign-in to be started.
#[derive(Debug)]
pub struct NewSignIn<'a> {
    /// Its internal id.
    pub id: Uuid,
    /// The id by which its status is asked for.
    pub public_id: &'a SignInId,
    /// Whose tenant.
    pub tenant: &'a TenantId,
    /// For whom.
    pub user: UserId,
    /// What its link carries; only the hash is kept.
    pub ticket: &'a TicketToken,
    /// Under which registration.
    pub registration: &'a RegistrationKey,
    /// In which version.
    pub registration_version: i64,
    /// For which app: its owner and manifest id.
    pub app: (&'a TenantId, &'a ManifestId),
    /// The scopes to ask for.
    pub scopes: &'a [String],
    /// The doctor's run that it belongs to.
    pub doctor_run: Option<Uuid>,
    /// Now.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// How a sign-in ended, or came to wait for the six digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Where it stands now.
    pub status: SignInStatus,
    /// The stable code, for everything but success.
    pub code: Option<String>,
    /// The user's sentence.
    pub text: Option<String>,
    /// The account that signed in.
    pub account: Option<String>,
    /// The trace that tells how.
    pub trace: Option<TraceCode>,
}

#[derive(sqlx::FromRow)]
struct SignInRow {
    id: Uuid,
    public_id: String,
    tenant: String,
    user_id: Uuid,
    registration_tenant: String,
    registration_id: Uuid,
    registration_version: i64,
    app_tenant: String,
    manifest_id: String,
    scopes: String,
    status: String,
    state_hash: Option<Vec<u8>>,
    binding_hash: Option<Vec<u8>>,
    session_id: Option<Uuid>,
    redirect_path: Option<String>,
    verifier: Option<Vec<u8>>,
    nonce_hash: Option<Vec<u8>>,
    outcome_code: Option<String>,
    outcome_text: Option<String>,
    account: Option<String>,
    trace_code: Option<String>,
    attempt_owner: Option<String>,
    attempt_sent_at: Option<i64>,
    doctor_run: Option<Uuid>,
    created_at: i64,
    expires_at: i64,
}

impl TryFrom<SignInRow> for SignIn {
    type Error = StoreError;
    fn try_from(row: SignInRow) -> Result<Self, StoreError> {
        let of = Of {
            table: "sign_ins",
            row: &row.public_id,
        };
        let status = SignInStatus::ALL
            .into_iter()
            .find(|status| status.as_str() == row.status)
            .ok_or_else(|| of.broken("status"))?;
        let continued = match (row.state_hash, row.binding_hash, row.redirect_path) {
            (None, None, None) => None,
            (Some(state), Some(binding), Some(redirect_path)) => Some(Continued {
                state: of.hash("state_hash", &state)?,
                binding: of.hash("binding_hash", &binding)?,
                session: row.session_id,
                redirect_path,
                verifier: row.verifier.map(Sealed::from_bytes),
                nonce: row
                    .nonce_hash
                    .map(|nonce| of.hash("nonce_hash", &nonce))
                    .transpose()?,
            }),
            _ => return Err(of.broken("state_hash")),
        };
        if continued.is_none() && matches!(status, SignInStatus::Continued | SignInStatus::Returned)
        {
            return Err(of.broken("state_hash"));
        }
        Ok(Self {
            id: row.id,
            public_id: of.parse("public_id", &row.public_id)?,
            tenant: of.tenant(&row.tenant)?,
            user: UserId(row.user_id),
            registration: RegistrationKey {
                owner: of.parse("registration_tenant", &row.registration_tenant)?,
                id: row.registration_id,
            },
            registration_version: row.registration_version,
            app: (
                of.parse("app_tenant", &row.app_tenant)?,
                of.parse("manifest_id", &row.manifest_id)?,
            ),
            scopes: of.texts("scopes", &row.scopes)?,
            status,
            continued,
            outcome_code: row.outcome_code,
            outcome_text: row.outcome_text,
            account: row.account,
            trace: row
                .trace_code
                .map(|code| of.parse("trace_code", &code))
                .transpose()?,
            attempt_owner: row.attempt_owner,
            attempt_sent_at: row.attempt_sent_at.map(Timestamp::from_millis),
            doctor_run: row.doctor_run,
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    }
}

/// Sign-ins.
#[derive(Debug)]
pub struct SignIns<'a> {
    pub(crate) db: &'a Db,
}

impl SignIns<'_> {
    /// Keeps a new sign-in.
    pub async fn start(&self, new: &NewSignIn<'_>) -> Result<(), StoreError> {
        execute!(
            self.db,
            sql::SIGN_IN_INSERT,
            new.tenant.as_str(),
            new.id,
            new.public_id.as_str(),
            new.user.0,
            new.ticket.hash().as_bytes().as_slice(),
            new.registration.owner.as_str(),
            new.registration.id,
            new.registration_version,
            new.app.0.as_str(),
            new.app.1.as_str(),
            texts(new.scopes),
            new.doctor_run,
            new.created_at.as_millis(),
            new.expires_at.as_millis(),
        )?;
        Ok(())
    }

    /// The sign-in whose link carries that ticket.
    pub async fn by_ticket(&self, ticket: &TokenHash) -> Result<Option<SignIn>, StoreError> {
        let row = optional!(
            self.db,
            SignInRow,
            sql::SIGN_IN_BY_TICKET,
            ticket.as_bytes().as_slice()
        )?;
        row.map(SignIn::try_from).transpose()
    }

    /// The sign-in with that id.
    pub async fn find(&self, public_id: &SignInId) -> Result<Option<SignIn>, StoreError> {
        let row = optional!(
            self.db,
            SignInRow,
            sql::SIGN_IN_BY_PUBLIC_ID,
            public_id.as_str()
        )?;
        row.map(SignIn::try_from).transpose()
    }

    /// The sign-in that sent that `state`.
    pub async fn by_state(&self, state: &TokenHash) -> Result<Option<SignIn>, StoreError> {
        let row = optional!(
            self.db,
            SignInRow,
            sql::SIGN_IN_BY_STATE,
            state.as_bytes().as_slice()
        )?;
        row.map(SignIn::try_from).transpose()
    }

    /// Notes that somebody goes on to the provider; `false` when it is too late for that. Going on
    /// a second time, from a window opened again, replaces the first.
    pub async fn go_on(
        &self,
        sign_in: &SignIn,
        continued: &Continued,
        registration_version: i64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::SIGN_IN_CONTINUE,
            sign_in.tenant.as_str(),
            sign_in.id,
            continued.state.as_bytes().as_slice(),
            continued.binding.as_bytes().as_slice(),
            continued.session,
            continued.redirect_path.as_str(),
            continued
                .verifier
                .as_ref()
                .map(|verifier| verifier.as_bytes().to_vec()),
            continued.nonce.map(|nonce| nonce.as_bytes().to_vec()),
            registration_version,
            now.as_millis(),
        )?;
        Ok(changed == 1)
    }

    /// Consumes the `state`: of any number of callbacks in parallel exactly one gets `true`
    /// (SEC-SIGNIN-06).
    pub async fn consume(
        &self,
        sign_in: &SignIn,
        owner: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::SIGN_IN_CONSUME,
            sign_in.tenant.as_str(),
            sign_in.id,
            owner,
            now.as_millis(),
        )?;
        Ok(changed == 1)
    }

    /// Notes that the code is about to be sent (decision 11); `false` when it was sent before.
    pub async fn sent(&self, sign_in: &SignIn, now: Timestamp) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::SIGN_IN_SENT,
            sign_in.tenant.as_str(),
            sign_in.id,
            now.as_millis()
        )?;
        Ok(changed == 1)
    }

    /// Ends a sign-in, or lets it wait for the six digits; `false` when it had ended before.
    pub async fn end(
        &self,
        tenant: &TenantId,
        id: Uuid,
        ended: &Ended,
    ) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::SIGN_IN_END,
            tenant.as_str(),
            id,
            ended.status.as_str(),
            ended.code.as_deref(),
            ended.text.as_deref(),
            ended.account.as_deref(),
            ended.trace.as_ref().map(TraceCode::as_str),
        )?;
        Ok(changed == 1)
    }

    /// Sign-ins whose exchange was begun by a process that is not `owner`.
    pub async fn interrupted(&self, owner: &str) -> Result<Vec<SignIn>, StoreError> {
        let rows = all!(self.db, SignInRow, sql::SIGN_IN_INTERRUPTED, owner)?;
        rows.into_iter().map(SignIn::try_from).collect()
    }

    /// Removes those that ended before `before`.
    pub async fn purge(&self, before: Timestamp) -> Result<u64, StoreError> {
        execute!(self.db, sql::SIGN_IN_PURGE, before.as_millis())
    }
}
