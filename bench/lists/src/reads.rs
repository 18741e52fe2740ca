//! What is measured: one page each.

use anyhow::{Result, ensure};
use cloakroom_store::{Cursor, GrantFilter, PageRequest, RegistrationKind, TraceFilter};

use crate::data::{Tenant, WORD};

/// Rows of a page: no more than the small tenant has after its middle.
pub(crate) const ROWS: u16 = 5;

/// A list.
#[derive(Debug, Clone, Copy)]
pub(crate) enum List {
    Registrations,
    ApiKeys,
    Apps,
    People,
    Grants,
    GrantsOfUser,
    GrantsUnderRegistration,
    GrantsForApp,
    Traces,
}

/// Which page of it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Which {
    First,
    Middle,
    /// The first of what is found by a word that half of the rows have.
    Found,
    /// What is found by a word that no row has.
    NothingFound,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) name: &'static str,
    list: List,
    which: Which,
}

const fn read(name: &'static str, list: List, which: Which) -> Read {
    Read { name, list, which }
}

/// All of them. Grants are filtered where other lists are searched. A search of traces finds any part
/// of their texts and walks along them, which are 10,000 at most in whatever tenant: where it finds
/// something soon it is here, and what it costs when it finds nothing is no matter of how much else a
/// tenant has.
pub(crate) const READS: &[Read] = &[
    read(
        "registrations, first page",
        List::Registrations,
        Which::First,
    ),
    read(
        "registrations, a page from the middle",
        List::Registrations,
        Which::Middle,
    ),
    read(
        "registrations, found by a word",
        List::Registrations,
        Which::Found,
    ),
    read(
        "registrations, nothing found",
        List::Registrations,
        Which::NothingFound,
    ),
    read("API keys, first page", List::ApiKeys, Which::First),
    read(
        "API keys, a page from the middle",
        List::ApiKeys,
        Which::Middle,
    ),
    read("API keys, found by a word", List::ApiKeys, Which::Found),
    read(
        "API keys, nothing found",
        List::ApiKeys,
        Which::NothingFound,
    ),
    read("apps, first page", List::Apps, Which::First),
    read("apps, a page from the middle", List::Apps, Which::Middle),
    read("apps, found by a word", List::Apps, Which::Found),
    read("apps, nothing found", List::Apps, Which::NothingFound),
    read("people, first page", List::People, Which::First),
    read(
        "people, a page from the middle",
        List::People,
        Which::Middle,
    ),
    read("people, found by a word", List::People, Which::Found),
    read("people, nothing found", List::People, Which::NothingFound),
    read(
        "grants of the tenant, first page",
        List::Grants,
        Which::First,
    ),
    read(
        "grants of the tenant, a page from the middle",
        List::Grants,
        Which::Middle,
    ),
    read("grants of a user", List::GrantsOfUser, Which::First),
    read(
        "grants under a registration",
        List::GrantsUnderRegistration,
        Which::First,
    ),
    read("grants for an app", List::GrantsForApp, Which::First),
    read("traces, first page", List::Traces, Which::First),
    read(
        "traces, a page from the middle",
        List::Traces,
        Which::Middle,
    ),
    read("traces, found by a word", List::Traces, Which::Found),
];

/// A page of a tenant's list, ready to be asked for again and again.
#[derive(Debug)]
pub(crate) struct Asked<'t> {
    tenant: &'t Tenant,
    list: List,
    request: PageRequest,
    rows: usize,
}

impl Tenant {
    pub(crate) async fn asked(&self, read: &Read) -> Result<Asked<'_>> {
        let search = match read.which {
            Which::First | Which::Middle => None,
            Which::Found => Some(WORD),
            Which::NothingFound => Some("zebra"),
        };
        let mut request = PageRequest {
            search: search.map(str::to_owned),
            ..PageRequest::first(ROWS)
        };
        if matches!(read.which, Which::Middle) {
            request.after = self.middle(read.list).await?;
        }
        let rows = match read.which {
            Which::NothingFound => 0,
            _ => usize::from(ROWS),
        };
        Ok(Asked {
            tenant: self,
            list: read.list,
            request,
            rows,
        })
    }

    /// Where the first half of a list ends, found by walking there.
    async fn middle(&self, list: List) -> Result<Option<Cursor>> {
        let half = match list {
            List::Grants => self.size.grants,
            List::Traces => self.size.traces,
            _ => self.size.each,
        } / 2;
        let mut request = PageRequest::first(u16::try_from(half.min(100))?);
        let mut seen = 0;
        while seen < half {
            let (rows, next) = self.page(list, &request).await?;
            seen += rows;
            request.after = next;
            ensure!(request.after.is_some(), "{list:?} ends after {seen} rows");
        }
        Ok(request.after)
    }

    async fn page(&self, list: List, request: &PageRequest) -> Result<(usize, Option<Cursor>)> {
        let (store, id) = (&self.store, &self.id);
        let filter = match list {
            List::GrantsOfUser => GrantFilter {
                user: Some(self.user),
                ..GrantFilter::default()
            },
            List::GrantsUnderRegistration => GrantFilter {
                registration: Some(self.registration.clone()),
                ..GrantFilter::default()
            },
            List::GrantsForApp => GrantFilter {
                app: Some((id.clone(), self.app.clone())),
                ..GrantFilter::default()
            },
            _ => GrantFilter::default(),
        };
        let kind = match list {
            List::ApiKeys => RegistrationKind::ApiKey,
            _ => RegistrationKind::OAuth,
        };
        macro_rules! page {
            ($page:expr) => {{
                let page = $page.await?;
                (page.items.len(), page.next)
            }};
        }
        Ok(match list {
            List::Registrations | List::ApiKeys => {
                page!(store.registrations().page(id, kind, request))
            }
            List::Apps => page!(store.apps().page(id, request)),
            List::People => page!(store.people().page(id, request)),
            List::Grants
            | List::GrantsOfUser
            | List::GrantsUnderRegistration
            | List::GrantsForApp => page!(store.grants().page(id, &filter, request)),
            List::Traces => page!(store.traces().page(id, &TraceFilter::default(), request)),
        })
    }
}

impl Asked<'_> {
    pub(crate) async fn read(&self) -> Result<()> {
        let (rows, _) = self.tenant.page(self.list, &self.request).await?;
        ensure!(rows == self.rows, "{:?}: {rows} rows", self.list);
        Ok(())
    }
}
