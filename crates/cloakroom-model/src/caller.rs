//! Who asks: a tenant, a user of it, and the door that he came in by.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{HostId, TenantId, UserId};

/// How a user is named outside: by whom, and as what. Together with the tenant it is unique, and
/// an id means something only inside its issuer: a host's `alice` is never our `alice`
/// (decision 1, SEC-EGRESS-01).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Subject {
    /// `local` for accounts of this installation, `host:<host id>` for a host's users, an
    /// OpenID issuer's URL for portal sign-ins.
    pub issuer: String,
    /// The issuer's name for the user; for hosts `aad:<aadObjectId>` or `id:<from.id>`.
    pub subject: String,
}

impl Subject {
    /// The issuer of local accounts.
    pub const LOCAL: &'static str = "local";

    /// A local account.
    pub fn local(name: &str) -> Self {
        Self {
            issuer: Self::LOCAL.to_owned(),
            subject: name.to_owned(),
        }
    }

    /// A host's user by directory object id.
    pub fn aad(host: &HostId, object_id: &str) -> Self {
        Self {
            issuer: format!("host:{host}"),
            subject: format!("aad:{object_id}"),
        }
    }

    /// A host's user by the channel's own id.
    pub fn channel(host: &HostId, id: &str) -> Self {
        Self {
            issuer: format!("host:{host}"),
            subject: format!("id:{id}"),
        }
    }

    /// Whether this is one of our own users, who can hold a browser session here.
    pub fn is_ours(&self) -> bool {
        !self.issuer.starts_with("host:")
    }
}

/// A user of a tenant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct User {
    /// The internal id; `None` while a host's user has never been stored, who therefore has no grant.
    pub id: Option<UserId>,
    /// The name outside.
    pub subject: Subject,
    /// What to call him on a page.
    pub display_name: String,
}

/// What a person may do in a tenant. Each includes those before it.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Uses extensions, sees his own grants and traces.
    Member,
    /// Makes registrations and apps.
    Developer,
    /// Everything in the tenant.
    Admin,
}

/// The way in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Door {
    /// A browser session of one of our users.
    Session {
        /// The session's internal id.
        session: Uuid,
    },
    /// A host credential.
    Host {
        /// Whose credential.
        host: HostId,
    },
    /// The administrator's token, from the terminal on the server's own machine.
    Administrator,
}

/// An identified caller. Made only by `cloakroom-server`'s identity layer and the terminal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// The tenant that the credential or session is bound to.
    pub tenant: TenantId,
    /// For whom.
    pub user: User,
    /// Through which door.
    pub door: Door,
    /// What he may do.
    pub role: Role,
}
