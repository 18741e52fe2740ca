//! How often a user, a tenant or an address may do what costs something or could be guessed at
//! (OPS-06). Counted in this process: with several replicas each allows as much.

mod address;
mod rate;

use cloakroom_model::{Caller, SharedClock, TenantId};

pub(crate) use address::Address;
use rate::Limiter;
pub use rate::Rate;
pub(crate) use rate::TooMany;

/// The limits; each can be switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// Invokes of one user.
    pub invokes_of_user: Rate,
    /// Invokes of one tenant.
    pub invokes_of_tenant: Rate,
    /// Tries at the six digits, of one user. Each pending sign-in has its own, smaller limit.
    pub code_checks_of_user: Rate,
    /// *Continue* on our first page, from one address.
    pub sign_ins_of_address: Rate,
    /// Answers of providers, from one address.
    pub callbacks_of_address: Rate,
    /// Tries to enter by a code, from one address.
    pub entries_of_address: Rate,
    /// Packages sent in, of one tenant.
    pub uploads_of_tenant: Rate,
}

/// Generous: a whole office may stand behind one address, and a search sends an invoke at each
/// pause in typing.
impl Default for RateLimits {
    fn default() -> Self {
        Self {
            invokes_of_user: Rate::a_minute(600, 300),
            invokes_of_tenant: Rate::a_minute(120_000, 20_000),
            code_checks_of_user: Rate::a_minute(60, 60),
            sign_ins_of_address: Rate::a_minute(300, 150),
            callbacks_of_address: Rate::a_minute(600, 300),
            entries_of_address: Rate::a_minute(120, 60),
            uploads_of_tenant: Rate::a_minute(60, 30),
        }
    }
}

/// What has been done lately.
#[derive(Debug)]
pub(crate) struct Limits {
    invokes_of_user: Limiter,
    invokes_of_tenant: Limiter,
    code_checks_of_user: Limiter,
    sign_ins_of_address: Limiter,
    callbacks_of_address: Limiter,
    entries_of_address: Limiter,
    uploads_of_tenant: Limiter,
}

impl Limits {
    pub(crate) fn new(limits: &RateLimits, clock: &SharedClock) -> Self {
        let limiter = |rate| Limiter::new(rate, clock.clone());
        Self {
            invokes_of_user: limiter(limits.invokes_of_user),
            invokes_of_tenant: limiter(limits.invokes_of_tenant),
            code_checks_of_user: limiter(limits.code_checks_of_user),
            sign_ins_of_address: limiter(limits.sign_ins_of_address),
            callbacks_of_address: limiter(limits.callbacks_of_address),
            entries_of_address: limiter(limits.entries_of_address),
            uploads_of_tenant: limiter(limits.uploads_of_tenant),
        }
    }

    /// An invoke; with the six digits, a try at them as well.
    pub(crate) fn invoke(&self, caller: &Caller, with_digits: bool) -> Result<(), TooMany> {
        let user = (&caller.tenant, &caller.user.subject);
        self.invokes_of_user.check(&user)?;
        if with_digits {
            self.code_checks_of_user.check(&user)?;
        }
        self.invokes_of_tenant.check(&caller.tenant)
    }

    pub(crate) fn sign_in(&self, address: Address) -> Result<(), TooMany> {
        of_address(&self.sign_ins_of_address, address)
    }

    pub(crate) fn callback(&self, address: Address) -> Result<(), TooMany> {
        of_address(&self.callbacks_of_address, address)
    }

    pub(crate) fn entry(&self, address: Address) -> Result<(), TooMany> {
        of_address(&self.entries_of_address, address)
    }

    pub(crate) fn upload(&self, tenant: &TenantId) -> Result<(), TooMany> {
        self.uploads_of_tenant.check(tenant)
    }
}

/// The terminal calls the router in its own process, where there is no address.
fn of_address(limiter: &Limiter, address: Address) -> Result<(), TooMany> {
    address
        .network()
        .map_or(Ok(()), |network| limiter.check(&network))
}
