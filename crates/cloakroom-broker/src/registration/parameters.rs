//! Extra parameters, and which names they may not have (SEC-SIGNIN-13).

use std::collections::BTreeMap;

use url::Url;

use super::FieldProblem;

/// Which request the parameters go into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Request {
    /// The authorization request.
    Authorization,
    /// The code exchange.
    Token,
    /// A refresh.
    Refresh,
}

impl Request {
    const fn field(self) -> &'static str {
        match self {
            Self::Authorization => "authorizationParameters",
            Self::Token => "tokenParameters",
            Self::Refresh => "refreshParameters",
        }
    }

    /// Names that the request itself sets, or that would change what it means.
    fn is_reserved(self, name: &str) -> bool {
        // Some providers compare names without case and with `-` for `_`; none needs the likes
        // of `Client_Id` as an extra.
        let name = name.to_ascii_lowercase().replace('-', "_");
        match self {
            Self::Authorization => {
                name.starts_with("code_challenge")
                    || matches!(
                        name.as_str(),
                        "client_id"
                            | "client_secret"
                            | "redirect_uri"
                            | "response_type"
                            | "state"
                            | "scope"
                            | "nonce"
                            // Both replace the parameters beside them (RFC 9101, RFC 9126).
                            | "request"
                            | "request_uri"
                    )
            }
            Self::Token | Self::Refresh => {
                name.starts_with("client_assertion")
                    || matches!(
                        name.as_str(),
                        "client_id"
                            | "client_secret"
                            | "redirect_uri"
                            | "grant_type"
                            | "code"
                            | "code_verifier"
                            | "refresh_token"
                            | "assertion"
                            | "username"
                            | "password"
                    )
                    || (self == Self::Token && name == "scope")
            }
        }
    }
}

const MOST_PARAMETERS: usize = 32;
const LONGEST_VALUE: usize = 2048;

/// Checks the extra parameters of one request, and those in the query of its endpoint, which go
/// with them.
pub(super) fn check(
    request: Request,
    typed: &BTreeMap<String, String>,
    endpoint: Option<(&str, &Url)>,
    problems: &mut Vec<FieldProblem>,
) {
    let field = request.field();
    if typed.len() > MOST_PARAMETERS {
        problems.push(FieldProblem::new(
            field,
            "parameters_too_many",
            format!(
                "There are {} extra parameters; at most {MOST_PARAMETERS} are taken.",
                typed.len()
            ),
        ));
        return;
    }
    let mut seen: Vec<String> = Vec::new();
    for (name, value) in typed {
        let at = format!("{field}.{name}");
        let trimmed = name.trim();
        if trimmed.is_empty() || trimmed.len() > 128 || trimmed.chars().any(char::is_control) {
            problems.push(FieldProblem::new(
                field,
                "parameter_name",
                "The name of an extra parameter is empty, too long, or holds a control character.",
            ));
        } else if request.is_reserved(trimmed) {
            problems.push(reserved(at, trimmed));
        } else if seen.iter().any(|other| other == trimmed) {
            problems.push(twice(at, trimmed));
        } else if value.len() > LONGEST_VALUE || value.chars().any(char::is_control) {
            problems.push(FieldProblem::new(
                at,
                "parameter_value",
                format!("The value of `{trimmed}` is longer than {LONGEST_VALUE} bytes or holds a control character."),
            ));
        }
        seen.push(trimmed.to_owned());
    }
    let Some((endpoint_field, url)) = endpoint else {
        return;
    };
    let mut in_query: Vec<String> = Vec::new();
    for (name, _) in url.query_pairs() {
        if request.is_reserved(&name) {
            problems.push(reserved(endpoint_field.to_owned(), &name));
        } else if seen.iter().chain(&in_query).any(|other| *other == name) {
            problems.push(twice(endpoint_field.to_owned(), &name));
        }
        in_query.push(name.into_owned());
    }
}

fn reserved(field: String, name: &str) -> FieldProblem {
    FieldProblem::new(
        field,
        "parameter_reserved",
        format!(
            "`{name}` is set by Cloakroom itself and cannot be an extra parameter. Remove it; the client ID, the scopes and PKCE have fields of their own."
        ),
    )
}

fn twice(field: String, name: &str) -> FieldProblem {
    FieldProblem::new(
        field,
        "parameter_twice",
        format!(
            "`{name}` stands twice, in the endpoint's query or among the extra parameters. A request may carry a parameter only once (RFC 6749 §3.1); remove one."
        ),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn codes(request: Request, typed: &[(&str, &str)], endpoint: Option<&str>) -> Vec<String> {
        let typed = typed
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let url = endpoint.map(|url| Url::parse(url).unwrap());
        let mut problems = Vec::new();
        check(
            request,
            &typed,
            url.as_ref().map(|url| ("endpoint", url)),
            &mut problems,
        );
        problems
            .into_iter()
            .map(|problem| format!("{} {}", problem.field, problem.code))
            .collect()
    }

    const RESERVED: [&str; 8] = [
        "client_id",
        "redirect_uri",
        "response_type",
        "state",
        "scope",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    ];

    /// Guard: `cloakroom_broker::registration::parameters::check`
    #[test]
    fn sec_signin_13_reserved_names_are_refused_as_extra_parameters_and_in_the_query() {
        for name in RESERVED {
            for spelt in [name.to_owned(), name.to_uppercase(), format!(" {name} ")] {
                assert_eq!(
                    codes(Request::Authorization, &[(&spelt, "x")], None),
                    [format!(
                        "authorizationParameters.{spelt} parameter_reserved"
                    )]
                );
            }
            let url = format!("https://as.example/authorize?{name}=x");
            assert_eq!(
                codes(Request::Authorization, &[], Some(&url)),
                ["endpoint parameter_reserved"]
            );
            let encoded: String = name
                .bytes()
                .map(percent_encoding::percent_encode_byte)
                .collect();
            let url = format!("https://as.example/authorize?{encoded}=x&a=1");
            assert_eq!(
                codes(Request::Authorization, &[], Some(&url)),
                ["endpoint parameter_reserved"]
            );
        }
    }

    /// Guard: `cloakroom_broker::registration::parameters::check`
    #[test]
    fn sec_signin_13_a_parameter_given_twice_is_refused() {
        assert_eq!(
            codes(
                Request::Authorization,
                &[],
                Some("https://as.example/a?p=1&p=2")
            ),
            ["endpoint parameter_twice"]
        );
        assert_eq!(
            codes(
                Request::Authorization,
                &[("prompt", "login")],
                Some("https://as.example/a?prompt=none")
            ),
            ["endpoint parameter_twice"]
        );
        assert_eq!(
            codes(Request::Authorization, &[("p", "1"), (" p", "2")], None).len(),
            1
        );
    }

    #[test]
    fn what_providers_need_is_taken() {
        let usual = [
            ("access_type", "offline"),
            ("prompt", "consent"),
            ("audience", "api.example"),
            ("response_mode", "form_post"),
        ];
        assert!(
            codes(
                Request::Authorization,
                &usual,
                Some("https://as.example/a?v=2")
            )
            .is_empty()
        );
        assert!(
            codes(
                Request::Refresh,
                &[("scope", "a b"), ("type", "refresh")],
                None
            )
            .is_empty()
        );
    }

    #[test]
    fn token_requests_have_reserved_names_of_their_own() {
        for name in [
            "grant_type",
            "code",
            "refresh_token",
            "code_verifier",
            "client_secret",
        ] {
            for request in [Request::Token, Request::Refresh] {
                assert_eq!(codes(request, &[(name, "x")], None).len(), 1, "{name}");
            }
        }
    }
}
