//! Tenants, users and what ties them.

use cloakroom_model::{Random, Role, Subject, TenantId, Timestamp, User, UserId};
use uuid::Uuid;

use crate::db::{Db, all, execute, optional, transaction};
use crate::page::{Cursor, Page, PageRequest};
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
        execute!(
            self.db,
            sql::TENANT_INSERT,
            tenant.id.as_str(),
            tenant.name.as_str(),
            now.as_millis()
        )?;
        Ok(())
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
        execute!(
            self.db,
            sql::USER_INSERT,
            tenant.as_str(),
            now.new_uuid(random),
            subject.issuer.as_str(),
            subject.subject.as_str(),
            display_name,
            role_text(role),
            now.as_millis(),
        )?;
        self.find(tenant, subject)
            .await?
            .ok_or_else(|| StoreError::Inconsistent {
                table: "users",
                column: "subject",
                row: subject.subject.clone(),
            })
    }

    /// Changes what a user is called and may do; `false` when there is none.
    pub async fn update(
        &self,
        tenant: &TenantId,
        subject: &Subject,
        display_name: &str,
        role: Role,
    ) -> Result<bool, StoreError> {
        let changed = execute!(
            self.db,
            sql::USER_UPDATE,
            tenant.as_str(),
            subject.issuer.as_str(),
            subject.subject.as_str(),
            display_name,
            role_text(role),
        )?;
        Ok(changed == 1)
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
        execute!(
            self.db,
            sql::USER_ADMIT,
            tenant.as_str(),
            now.new_uuid(random),
            subject.issuer.as_str(),
            subject.subject.as_str(),
            display_name,
            role_text(role),
            now.as_millis(),
        )?;
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

    /// Our own people of a tenant, by issuer and name: local accounts and those of providers.
    pub async fn page(
        &self,
        tenant: &TenantId,
        request: &PageRequest,
    ) -> Result<Page<Person>, StoreError> {
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

    /// The hosts' users that were linked to one of ours, by host and name.
    pub async fn links(&self, tenant: &TenantId, ours: UserId) -> Result<Vec<Person>, StoreError> {
        let rows = all!(self.db, PersonRow, sql::LINKS_OF, tenant.as_str(), ours.0)?;
        rows.into_iter().map(Person::try_from).collect()
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
