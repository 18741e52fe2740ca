//! R002, `base-url-mismatch`.

use url::Url;

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::problem::Problems;

rule! {
    /// A command calls a server outside the registration's base URL.
    ///
    /// ## Why
    ///
    /// The credential goes only to endpoints beneath the base URL, compared as a parsed URL:
    /// scheme, host, port, whole path segments. `https://api.example/v1` does not cover `/v10`.
    "R002" "base-url-mismatch" Error Both Documentation
    mend "Correct the base URL of the registration or the server of the description."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let Some(registration) = super::given(context) else {
        return;
    };
    let Some(base) = &registration.base_url else {
        return;
    };
    for (api, _, operation) in context.called() {
        let mut silent = Problems::new(1);
        let Some(server) = api.server(operation, &mut silent) else {
            continue;
        };
        if let Err(why) = covers(base, &server, &operation.entry.path) {
            found.at(
                &RULE,
                &operation.operation,
                format!(
                    "{} calls {server}, outside the registration's base URL {base}: {why}.",
                    operation.entry.operation_id
                ),
                "Correct the base URL of the registration or the server of the description.",
            );
        }
    }
}

/// Whether a base URL covers a path of a server; parameters of the path stay within a segment.
fn covers(base: &Url, server: &Url, path: &str) -> Result<(), &'static str> {
    if base.scheme() != server.scheme() {
        return Err("the scheme differs");
    }
    if base.host_str() != server.host_str() {
        return Err("the host differs");
    }
    if base.port_or_known_default() != server.port_or_known_default() {
        return Err("the port differs");
    }
    let whole = format!("{}{path}", server.path().trim_end_matches('/'));
    let segments = |path: &str| -> Vec<String> {
        path.split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    if segments(&whole).starts_with(&segments(base.path())) {
        Ok(())
    } else {
        Err("the path differs")
    }
}
