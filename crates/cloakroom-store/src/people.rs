//! Tenants, users and what ties them.

use cloakroom_model::{Random, Role, Subject, TenantId, Timestamp, User, UserId};
use uuid::Uuid;

use crate::db::{Db, all, execute, optional, transaction};
use crate::page::{self, Cursor, Page, PageRequest};
use crate::row::Of;
use crate::{StoreError, statements as sql};

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// What it is called.
    pub name: String,
}

/// A user with his role in the tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// His tenant.
    pub tenant: TenantId,
    /// Who he is; the id is always there.
    pub user: User,
    /// What he may do.
    pub role: Role,
}

#[derive(sqlx::FromRow)]
pub(crate) struct PersonRow {
    tenant: String,
    id: Uuid,
    issuer: String,
    subject: String,
    display_name: String,
    role: String,
    /// In a list that was searched: the term by which he was found.
    #[sqlx(default)]
    term: String,
}

#[derive(sqlx::FromRow)]
struct TenantRow {
    id: String,
    name: String,
    created_at: i64,
    /// In a list that was searched: the term by which it was found.
    term: String,
}

impl TryFrom<TenantRow> for Tenant {
    type Error = StoreError;
    fn try_from(row: TenantRow) -> Result<Self, StoreError> {
        let of = Of {
            table: "tenants",
            row: &row.id,
        };
        Ok(Self {
            id: of.parse("id", &row.id)?,
            name: row.name,
        })
    }
}

/// The terms of tenants, which are nobody's: their kind, and the tenant they stand under.
const TENANTS: (&str, &str) = ("", "tenant");

/// Puts the terms of one of our people in place of those he had, on a transaction. Users of hosts
/// are in no list that is searched.
macro_rules! name_user {
    ($tx:ident, $tenant:expr, $id:expr, $subject:expr, $display_name:expr) => {
        if $subject.is_ours() {
            sqlx::query(sql::USER_TERM_DELETE)
                .bind($tenant)
                .bind($id)
                .execute(&mut *$tx)
                .await?;
            for term in page::terms_with_id(&$display_name, &$subject.subject) {
                sqlx::query(sql::USER_TERM_INSERT)
                    .bind($tenant)
                    .bind(term)
                    .bind($id)
                    .execute(&mut *$tx)
                    .await?;
            }
        }
    };
}

pub(crate) fn role(text: &str, of: Of<'_>) -> Result<Role, StoreError> {
    match text {
        "member" => Ok(Role::Member),
        "developer" => Ok(Role::Developer),
        "admin" => Ok(Role::Admin),
        _ => Err(of.broken("role")),
    }
}

fn role_text(role: Role) -> &'static str {
    match role {
        Role::Member => "member",
        Role::Developer => "developer",
        Role::Admin => "admin",
    }
}

impl TryFrom<PersonRow> for Person {
    type Error = StoreError;
    fn try_from(row: PersonRow) -> Result<Self, StoreError> {
        let of = Of {
            table: "users",
            row: &row.id,
        };
        Ok(Self {
            tenant: of.tenant(&row.tenant)?,
            role: role(&row.role, of)?,
            user: User {
                id: Some(UserId(row.id)),
                subject: Subject {
                    issuer: row.issuer,
                    subject: row.subject,
                },
                display_name: row.display_name,
            },
        })
    }
}

/// Tenants and users.
#[derive(Debug)]
pub struct People<'a> {
    pub(crate) db: &'a Db,
}

impl People<'_> {
    /// Makes a tenant, unless it is there.
    pub async fn add_tenant(&self, tenant: &Tenant, now: Timestamp) -> Result<(), StoreError> {
        let Tenant { id, name } = tenant.clone();
        let terms = page::terms_with_id(&name, id.as_str());
        transaction!(self.db, |tx| {
            let made = sqlx::query(sql::TENANT_INSERT)
                .bind(id.as_str())
                .bind(name.as_str())
                .bind(now.as_millis())
                .execute(&mut *tx)
                .await?;
            if made.rows_affected() == 1 {
                page::replace_terms!(tx, TENANTS.0, TENANTS.1, id.as_str(), terms);
            }
        })
    }

    /// A page of all tenants, the oldest first; of a search, by what was found.
    pub async fn tenants_page(&self, request: &PageRequest) -> Result<Page<Tenant>, StoreError> {
        let Some(search) = request.search() else {
            let [created_at, id] = request.after();
            let rows = all!(
                self.db,
                TenantRow,
                sql::TENANT_PAGE,
                created_at.parse::<i64>().unwrap_or(i64::MIN),
                id,
                request.rows(),
            )?;
            let at = |row: &TenantRow| Cursor::new([&row.created_at.to_string(), &row.id]);
            return Page::cut(rows, request, at).try_map(Tenant::try_from);
        };
        let (term, id) = search.after(request);
        let rows = all!(
            self.db,
            TenantRow,
            sql::TENANT_SEARCH,
            TENANTS.0,
            TENANTS.1,
            term,
            id,
            search.to.as_str(),
            search.from.as_str(),
            request.rows(),
        )?;
        let at = |row: &TenantRow| Cursor::new([&row.term, &row.id]);
        Page::cut(rows, request, at).try_map(Tenant::try_from)
    }

    /// All tenants, the oldest first.
    pub async fn tenants(&self) -> Result<Vec<Tenant>, StoreError> {
        let rows = all!(self.db, (String, String), sql::TENANT_LIST)?;
        rows.into_iter()
            .map(|(id, name)| {
                let of = Of {
                    table: "tenants",
                    row: &id,
                };
                Ok(Tenant {
                    id: of.parse("id", &id)?,
                    name,
                })
            })
            .collect()
    }

    /// The user of that name, made when he is not there yet.
    pub async fn ensure(
        &self,
        tenant: &TenantId,
        subject: &Subject,
        display_name: &str,
        role: Role,
        now: Timestamp,
        random: &dyn Random,
    ) -> Result<Person, StoreError> {
        let (of, named, id) = (tenant.clone(), subject.clone(), now.new_uuid(random));
        let display_name = display_name.to_owned();
        transaction!(self.db, |tx| {
            let made = sqlx::query(sql::USER_INSERT)
                .bind(of.as_str())
                .bind(id)
                .bind(named.issuer.as_str())
                .bind(named.subject.as_str())
                .bind(display_name.as_str())
                .bind(role_text(role))
                .bind(now.as_millis())
                .execute(&mut *tx)
                .await?;
            if made.rows_affected() == 1 {
                name_user!(tx, of.as_str(), id, named, display_name);
            }
        })?;
        self.find(tenant, subject)
            .await?
            .ok_or_else(|| StoreError::Inconsistent {
                table: "users",
                column: "subject",
                row: subject.subject.clone(),
            })
    }

    /// Changes what a user is called and may do; `false` when he is not as he was `seen` any more.
    pub async fn update(
        &self,
        seen: &Person,
        display_name: &str,
        role: Role,
    ) -> Result<bool, StoreError> {
        let Some(UserId(id)) = seen.user.id else {
            return Ok(false);
        };
        let (seen, display_name) = (seen.clone(), display_name.to_owned());
        transaction!(self.db, |tx| {
            let changed = sqlx::query(sql::USER_UPDATE)
                .bind(seen.tenant.as_str())
                .bind(id)
                .bind(seen.user.display_name.as_str())
                .bind(role_text(seen.role))
                .bind(display_name.as_str())
                .bind(role_text(role))
                .execute(&mut *tx)
                .await?;
            if changed.rows_affected() == 1 {
                let subject = &seen.user.subject;
                name_user!(tx, seen.tenant.as_str(), id, subject, display_name);
            }
            changed.rows_affected() == 1
        })
    }

    /// The user of that name.
    pub async fn find(
        &self,
        tenant: &TenantId,
        subject: &Subject,
    ) -> Result<Option<Person>, StoreError> {
        let row = optional!(
            self.db,
            PersonRow,
            sql::USER_BY_SUBJECT,
            tenant.as_str(),
            subject.issuer.as_str(),
            subject.subject.as_str(),
        )?;
        row.map(Person::try_from).transpose()
    }

    /// The user with that id.
    pub async fn get(&self, tenant: &TenantId, id: UserId) -> Result<Option<Person>, StoreError> {
        let row = optional!(self.db, PersonRow, sql::USER_BY_ID, tenant.as_str(), id.0)?;
        row.map(Person::try_from).transpose()
    }

    /// The local accounts of a tenant, by name.
    pub async fn local(&self, tenant: &TenantId) -> Result<Vec<Person>, StoreError> {
        let rows = all!(self.db, PersonRow, sql::USER_LIST_LOCAL, tenant.as_str())?;
        rows.into_iter().map(Person::try_from).collect()
    }

    /// Lets a person of a provider in, as what the provider says that he is.
    pub async fn admit(
        &self,
        tenant: &TenantId,
        subject: &Subject,
        display_name: &str,
        role: Role,
        now: Timestamp,
        random: &dyn Random,
    ) -> Result<Person, StoreError> {
        let (of, named, id) = (tenant.clone(), subject.clone(), now.new_uuid(random));
        let display_name = display_name.to_owned();
        transaction!(self.db, |tx| {
            let (id,): (Uuid,) = sqlx::query_as(sql::USER_ADMIT)
                .bind(of.as_str())
                .bind(id)
                .bind(named.issuer.as_str())
                .bind(named.subject.as_str())
                .bind(display_name.as_str())
                .bind(role_text(role))
                .bind(now.as_millis())
                .fetch_one(&mut *tx)
                .await?;
            name_user!(tx, of.as_str(), id, named, display_name);
        })?;
        self.find(tenant, subject)
            .await?
            .ok_or_else(|| StoreError::Inconsistent {
                table: "users",
                column: "subject",
                row: subject.subject.clone(),
            })
    }

    /// Lets a person in no longer, and ends his sessions in that tenant in the same commit. What
    /// is his stays, for the day on which he is let in again. `false` when he was not in.
    pub async fn leave(
        &self,
        tenant: &TenantId,
        subject: &Subject,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (tenant, subject) = (tenant.as_str().to_owned(), subject.clone());
        transaction!(self.db, |tx| {
            let left: Option<(Uuid,)> = sqlx::query_as(sql::USER_LEAVE)
                .bind(tenant.as_str())
                .bind(subject.issuer)
                .bind(subject.subject)
                .bind(now.as_millis())
                .fetch_optional(&mut *tx)
                .await?;
            if let Some((user,)) = left {
                sqlx::query(sql::SESSION_DELETE_OF_USER)
                    .bind(tenant)
                    .bind(user)
                    .execute(&mut *tx)
                    .await?;
            }
            left.is_some()
        })
    }

    /// The tenants that a person of a provider is in, the oldest tenant first. Never for local
    /// accounts, whose names mean something in their own tenant only: there it is that one alone.
    pub async fn memberships(&self, person: &Person) -> Result<Vec<Person>, StoreError> {
        let Subject { issuer, subject } = &person.user.subject;
        if issuer == Subject::LOCAL || !person.user.subject.is_ours() {
            return Ok(vec![person.clone()]);
        }
        self.everywhere(issuer, subject).await
    }

    /// The rows of one subject of a provider in all tenants that he is in.
    pub async fn everywhere(&self, issuer: &str, subject: &str) -> Result<Vec<Person>, StoreError> {
        let rows = all!(self.db, PersonRow, sql::USER_MEMBERSHIPS, issuer, subject)?;
        rows.into_iter().map(Person::try_from).collect()
    }

    /// A page of our own people of a tenant, local accounts and those of providers, by issuer and
    /// name; of a search by display name or name, by what was found.
    pub async fn page(
        &self,
        tenant: &TenantId,
        request: &PageRequest,
    ) -> Result<Page<Person>, StoreError> {
        let Some(search) = request.search() else {
            let [issuer, subject] = request.after();
            let rows = all!(
                self.db,
                PersonRow,
                sql::USER_PAGE,
                tenant.as_str(),
                issuer,
                subject,
                request.rows()
            )?;
            let at = |row: &PersonRow| Cursor::new([row.issuer.as_str(), row.subject.as_str()]);
            return Page::cut(rows, request, at).try_map(Person::try_from);
        };
        let (term, id) = search.after(request);
        let rows = all!(
            self.db,
            PersonRow,
            sql::USER_SEARCH,
            tenant.as_str(),
            term,
            id.parse().unwrap_or(Uuid::nil()),
            search.to.as_str(),
            search.from.as_str(),
            request.rows(),
        )?;
        let at = |row: &PersonRow| Cursor::new([row.term.as_str(), &row.id.to_string()]);
        Page::cut(rows, request, at).try_map(Person::try_from)
    }

    /// Removes a user with his sessions and grants; `false` when there is none.
    pub async fn remove(&self, tenant: &TenantId, id: UserId) -> Result<bool, StoreError> {
        Ok(execute!(self.db, sql::USER_DELETE, tenant.as_str(), id.0)? == 1)
    }

    /// Says that a host's user is one of ours.
    pub async fn link(
        &self,
        tenant: &TenantId,
        of_host: UserId,
        ours: UserId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        execute!(
            self.db,
            sql::LINK_INSERT,
            tenant.as_str(),
            of_host.0,
            ours.0,
            now.as_millis()
        )?;
        Ok(())
    }

    /// Takes a link back; `false` when there is none between the two.
    pub async fn unlink(
        &self,
        tenant: &TenantId,
        of_host: UserId,
        ours: UserId,
    ) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::LINK_DELETE,
            tenant.as_str(),
            of_host.0,
            ours.0
        )?;
        Ok(changed == 1)
    }

    /// A page of the hosts' users that were linked to one of ours, in the order in which they first
    /// came.
    pub async fn links(
        &self,
        tenant: &TenantId,
        ours: UserId,
        request: &PageRequest,
    ) -> Result<Page<Person>, StoreError> {
        let [after] = request.after();
        let rows = all!(
            self.db,
            PersonRow,
            sql::LINK_PAGE,
            tenant.as_str(),
            ours.0,
            after.parse().unwrap_or(Uuid::nil()),
            request.rows(),
        )?;
        let at = |row: &PersonRow| Cursor::new([row.id.to_string().as_str()]);
        Page::cut(rows, request, at).try_map(Person::try_from)
    }

    /// Our user that a host's user was explicitly linked to.
    pub async fn linked(
        &self,
        tenant: &TenantId,
        of_host: UserId,
    ) -> Result<Option<UserId>, StoreError> {
        let row = optional!(self.db, (Uuid,), sql::LINK_FIND, tenant.as_str(), of_host.0)?;
        Ok(row.map(|(id,)| UserId(id)))
    }
}
