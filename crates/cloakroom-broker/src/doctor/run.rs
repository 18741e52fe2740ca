//! Beginning a run, its test sign-in, and how it stands.

use std::sync::Arc;
use std::time::Duration;

use cloakroom_model::{Caller, DoctorRunId, Door, ManifestId, RegistrationId, SignInId, TenantId};
use cloakroom_model::{Explain as _, UserId};
use cloakroom_store::{DoctorRun, DoctorStatus, NewSignIn, SignIn, SignInStatus, StoreError};
use cloakroom_vault::TicketToken;
use uuid::Uuid;

use super::FindingCode as Code;
use super::authorization::sent_back;
use super::error::DoctorError;
use super::finding::{Endpoint, Finding};
use super::journal::{self, Journal, Stopped};
use super::operation::Operation;
use super::report::Report;
use super::trouble::{of_endpoint, said, speaks_of_pkce};
use super::view::DoctorRunView;
use crate::broker::Broker;
use crate::registrations::Loaded;
use crate::sign_in::{CallbackError, SignInLink};
use crate::token_endpoint::TokenError;

/// After so long without a word a run's process is taken to be gone: more than the longest step.
const SILENCE: Duration = Duration::from_mins(4);

impl Broker {
    /// Begins a test of a registration of that tenant. With `user`, a test sign-in of that person
    /// follows the checks; with `operation`, it is called with the token that comes of it.
    ///
    /// # Errors
    /// When there is no such registration, or the store does not answer.
    pub async fn begin_test(
        self: &Arc<Self>,
        owner: &TenantId,
        id: &RegistrationId,
        user: Option<UserId>,
        operation: Option<Operation>,
    ) -> Result<DoctorRunView, DoctorError> {
        let row = self.parts.store.registrations().find(id).await?;
        let row = row
            .filter(|row| &row.key.owner == owner && row.version > 0)
            .ok_or(DoctorError::RegistrationNotFound)?;
        let now = self.now();
        let report = Report {
            operation,
            ..Report::default()
        };
        let run = DoctorRun {
            id: now.new_uuid(&*self.parts.random),
            public_id: DoctorRunId::generate(&*self.parts.random),
            registration: row.key.clone(),
            registration_version: row.version,
            user,
            status: DoctorStatus::Checking,
            generation: 1,
            // Plain data always serializes.
            report: serde_json::to_string(&report).unwrap_or_default(),
            created_at: now,
            changed_at: now,
        };
        self.parts.store.doctor_runs().begin(&run).await?;
        let mut journal = Journal::of(self, run.clone())?;
        let broker = self.clone();
        tokio::spawn(async move {
            if let Err(error) = broker.run_checks(&mut journal).await {
                tracing::info!(%error, "a test of a registration was given up");
            }
        });
        self.test_view(run).await
    }

    /// The last tests of a registration, the newest first.
    pub async fn tests(
        &self,
        owner: &TenantId,
        id: &RegistrationId,
    ) -> Result<Vec<DoctorRunView>, DoctorError> {
        let row = self.parts.store.registrations().find(id).await?;
        let row = row
            .filter(|row| &row.key.owner == owner)
            .ok_or(DoctorError::RegistrationNotFound)?;
        let mut views = Vec::new();
        for run in self
            .parts
            .store
            .doctor_runs()
            .of_registration(&row.key)
            .await?
        {
            views.push(self.test_view(run).await?);
        }
        Ok(views)
    }

    /// How a test stands. With `seen`, the revision that the caller knows, waits up to `patience`
    /// for a later one.
    pub async fn test(
        self: &Arc<Self>,
        owner: &TenantId,
        id: &DoctorRunId,
        seen: Option<i64>,
        patience: Duration,
    ) -> Result<DoctorRunView, DoctorError> {
        let deadline = tokio::time::Instant::now() + patience;
        let mut changes = self.changed.subscribe();
        loop {
            let run = self.own_run(owner, id).await?;
            let run_id = run.id;
            let view = self.test_view(run).await?;
            let news = seen != Some(view.revision) || view.status == DoctorStatus::Done.as_str();
            if news || tokio::time::Instant::now() >= deadline {
                return Ok(view);
            }
            // Another replica's change is seen at the next look, a second later at the most.
            let look = (tokio::time::Instant::now() + Duration::from_secs(1)).min(deadline);
            while let Ok(Ok(changed)) = tokio::time::timeout_at(look, changes.recv()).await {
                if changed == run_id {
                    break;
                }
            }
        }
    }

    /// Makes the link of the test sign-in. Each call makes another; the first that comes back
    /// counts.
    pub async fn begin_test_sign_in(
        self: &Arc<Self>,
        caller: &Caller,
        id: &DoctorRunId,
    ) -> Result<SignInLink, DoctorError> {
        let run = self.own_run(&caller.tenant, id).await?;
        let user = run.user.ok_or(DoctorError::NotWaiting)?;
        if caller.door != Door::Administrator && caller.user.id != Some(user) {
            return Err(DoctorError::OtherPerson);
        }
        if run.status != DoctorStatus::Waiting {
            return Err(DoctorError::NotWaiting);
        }
        let loaded = self
            .registration_of(&run.registration)
            .await?
            .ok_or(DoctorError::RegistrationNotFound)?;
        let mut journal = Journal::of(self, run)?;
        let random = &*self.parts.random;
        let now = self.now();
        let id = SignInId::generate(random);
        let ticket = TicketToken::generate(random);
        let expires_at = now.plus(self.parts.config.sign_in_lifetime);
        let app = app_of(&journal.report, &loaded)?;
        self.parts
            .store
            .sign_ins()
            .start(&NewSignIn {
                id: now.new_uuid(random),
                public_id: &id,
                tenant: &journal.run.registration.owner,
                user,
                ticket: &ticket,
                registration: &journal.run.registration,
                registration_version: loaded.registration.version,
                app: (&app.0, &app.1),
                scopes: &loaded.settings.scopes,
                doctor_run: Some(journal.run.id),
                created_at: now,
                expires_at,
            })
            .await?;
        journal.report.sign_in = Some(id.clone());
        match journal.turn(DoctorStatus::Waiting).await {
            Ok(()) => Ok(SignInLink {
                id,
                url: self
                    .parts
                    .config
                    .url(&format!("/sign-in/{}", ticket.expose())),
                expires_at,
            }),
            Err(Stopped::Changed) => Err(DoctorError::NotWaiting),
            Err(Stopped::Store(error)) => Err(error.into()),
        }
    }

    async fn own_run(&self, owner: &TenantId, id: &DoctorRunId) -> Result<DoctorRun, DoctorError> {
        let run = self.parts.store.doctor_runs().find(id).await?;
        // Unknown and another tenant's look the same.
        run.filter(|run| &run.registration.owner == owner)
            .ok_or(DoctorError::NotFound)
    }

    async fn test_view(&self, run: DoctorRun) -> Result<DoctorRunView, DoctorError> {
        let (run, report) = self.as_it_stands(run).await?;
        let row = self
            .parts
            .store
            .registrations()
            .get(&run.registration)
            .await?
            .ok_or(DoctorError::RegistrationNotFound)?;
        let redirect_url = self.parts.config.url(&row.redirect_path);
        let person = match run.user {
            Some(user) => {
                let people = self.parts.store.people();
                let person = people.get(&run.registration.owner, user).await?;
                person.map(|person| person.user.display_name)
            }
            None => None,
        };
        Ok(DoctorRunView::new(
            &run,
            report,
            row.public_id,
            redirect_url,
            person,
        ))
    }

    /// A run whose process is gone, or whose sign-in ended without coming back, ends when it is
    /// looked at next: nobody else would end it.
    async fn as_it_stands(&self, mut run: DoctorRun) -> Result<(DoctorRun, Report), DoctorError> {
        let mut report = journal::read(&run)?;
        let ended = match run.status {
            DoctorStatus::Checking | DoctorStatus::Finishing
                if self.now().since(run.changed_at) >= SILENCE =>
            {
                Some(Finding::new(
                    Code::Interrupted,
                    "nothing has been heard of it for four minutes",
                ))
            }
            DoctorStatus::Waiting => self.not_back(&report).await?,
            DoctorStatus::Checking | DoctorStatus::Finishing | DoctorStatus::Done => None,
        };
        if let Some(finding) = ended {
            let words = finding.seen.clone();
            let before = report.findings.len();
            report.add(finding);
            report.end(before, words);
            run.status = DoctorStatus::Done;
            run.report = serde_json::to_string(&report).unwrap_or_default();
            // Whoever was faster has judged the same.
            self.parts
                .store
                .doctor_runs()
                .change(&run, self.now())
                .await?;
            run.generation += 1;
            self.tell(run.id);
        }
        Ok((run, report))
    }

    async fn not_back(&self, report: &Report) -> Result<Option<Finding>, StoreError> {
        let Some(id) = &report.sign_in else {
            return Ok(None);
        };
        let sign_in = self.parts.store.sign_ins().find(id).await?;
        let seen = match &sign_in {
            None => "the sign-in is not kept any more",
            Some(sign_in) if sign_in.status == SignInStatus::Cancelled => {
                "it was cancelled on our first page"
            }
            Some(sign_in) if self.now() < sign_in.expires_at => return Ok(None),
            Some(sign_in) if sign_in.status == SignInStatus::Started => {
                "the link was not opened, or *Continue* not pressed"
            }
            Some(sign_in) if sign_in.status == SignInStatus::Continued => {
                "the browser went to the provider and did not come back within ten minutes"
            }
            Some(_) => return Ok(None),
        };
        Ok(Some(Finding::new(Code::SignInNotFinished, seen)))
    }

    /// The test sign-in came back and failed, before or at the exchange: the last finding.
    pub(crate) async fn test_sign_in_failed(
        self: &Arc<Self>,
        run: Uuid,
        sign_in: &SignIn,
        error: &CallbackError,
    ) {
        if matches!(error, CallbackError::Replayed(_)) {
            return;
        }
        if let Err(error) = self.end_failed(run, sign_in, error).await {
            tracing::warn!(%error, "the end of a test sign-in was not kept");
        }
    }

    async fn end_failed(
        self: &Arc<Self>,
        run: Uuid,
        sign_in: &SignIn,
        error: &CallbackError,
    ) -> Result<(), Stopped> {
        let store = self.parts.store.doctor_runs();
        let Some(run) = store.get(&sign_in.tenant, run).await? else {
            return Ok(());
        };
        if run.status == DoctorStatus::Done {
            return Ok(());
        }
        let Some(loaded) = self.registration_of(&run.registration).await? else {
            return Ok(());
        };
        let mut journal = Journal::of(self, run)?;
        journal.found([of_callback(&loaded, error)]);
        journal.run.status = DoctorStatus::Done;
        journal.end(error.to_string()).await
    }
}

/// What a failed callback means.
fn of_callback(loaded: &Loaded, error: &CallbackError) -> Finding {
    match error {
        CallbackError::Denied => Finding::new(
            Code::SignInDenied,
            "the provider answered that access was denied",
        ),
        CallbackError::Provider { code, description } => {
            let code = crate::token_endpoint::shown::error_code(code, &[]);
            let description = description
                .as_deref()
                .map(|text| crate::token_endpoint::shown::text(text, &[]));
            sent_back(loaded, &code, &said(&code, description.as_deref()), None)
        }
        CallbackError::Issuer(what) if what.starts_with("missing") => Finding::new(
            Code::IssAbsent,
            "the answer has no `iss`, and the metadata say `authorization_response_iss_parameter_supported: true`",
        ),
        CallbackError::Issuer(what) => Finding::new(
            Code::IssOther,
            format!(
                "the answer's `iss` is {what}: `{}`",
                loaded.settings.issuer.as_deref().unwrap_or_default()
            ),
        ),
        CallbackError::Exchange(error) => of_exchange(loaded, error),
        CallbackError::IdToken(error) => Finding::new(Code::IdTokenRefused, error.to_string()),
        CallbackError::OutcomeUnknown => Finding::new(
            Code::Interrupted,
            "the code was sent, and the answer was not seen",
        ),
        CallbackError::Repeated(_)
        | CallbackError::StateMissing
        | CallbackError::StateUnknown
        | CallbackError::WrongPath
        | CallbackError::BindingMissing
        | CallbackError::BindingWrong
        | CallbackError::Replayed(_)
        | CallbackError::Late(_)
        | CallbackError::Cancelled(_)
        | CallbackError::CodeMissing
        | CallbackError::Policy(_)
        | CallbackError::SessionEnded
        | CallbackError::Store(_) => Finding::new(Code::SignInNotFinished, error.developer()),
    }
}

/// What a failed exchange of a real code means.
fn of_exchange(loaded: &Loaded, error: &TokenError) -> Finding {
    let settings = &loaded.settings;
    let url = &settings.token_endpoint;
    let of = |code, seen: &str| Finding::of(code, Endpoint::Token, url, seen);
    if let Some(finding) = of_endpoint(Endpoint::Token, url, error) {
        return finding;
    }
    match error {
        TokenError::Refused { error, description }
        | TokenError::Rejected {
            error, description, ..
        } if speaks_of_pkce(&said(error, description.as_deref())) => of(
            if settings.pkce {
                Code::PkceNotSupported
            } else {
                Code::PkceRequired
            },
            &format!(
                "it answered {} to the code",
                said(error, description.as_deref())
            ),
        ),
        TokenError::Refused { error, description } => of(
            Code::CodeRefused,
            &format!(
                "it answered {} to the code",
                said(error, description.as_deref())
            ),
        ),
        TokenError::Client { error, description } => of(
            Code::ClientRefused,
            &format!(
                "it answered {} to the code; no other way was tried with it",
                said(error, description.as_deref())
            ),
        ),
        TokenError::Rejected {
            error, description, ..
        } => of(
            Code::TokenRequestRefused,
            &format!("it answered {}", said(error, description.as_deref())),
        ),
        TokenError::TokenType { token_type } => of(
            Code::TokenTypeUnsupported,
            &format!("its `token_type` is `{token_type}`"),
        ),
        TokenError::Unreadable { .. } => of(Code::TokenAnswerUnreadable, &error.to_string()),
        TokenError::Build(_) => of(Code::ClientSecretMissing, &error.to_string()),
        TokenError::Transient { .. }
        | TokenError::Redirected { .. }
        | TokenError::Unanswered(_)
        | TokenError::NoRevocationEndpoint => of(Code::EndpointFailing, &error.to_string()),
    }
}

/// The app that the sign-in's row names: the operation's, else the one that the registration is for,
/// else none that exists. It is shown on our first page, and gets nothing.
fn app_of(report: &Report, loaded: &Loaded) -> Result<(TenantId, ManifestId), StoreError> {
    if let Some(operation) = &report.operation {
        return Ok((operation.app_owner.clone(), operation.manifest_id.clone()));
    }
    let id = &loaded.registration.public_id;
    let manifest_id = match &loaded.settings.app_id {
        Some(app_id) => app_id.clone(),
        None => id.as_str().parse().map_err(|_| StoreError::Inconsistent {
            table: "registrations",
            column: "public_id",
            row: id.to_string(),
        })?,
    };
    Ok((loaded.registration.key.owner.clone(), manifest_id))
}
