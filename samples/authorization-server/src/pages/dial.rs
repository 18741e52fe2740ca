//! The fault dial's page: the faults that a developer wants to see, as choices. Each option's
//! value is the JSON of the script's part that it stands for; `dial.js` does the rest.

use axum::response::Response;
use http::StatusCode;

use super::{each, escaped, page};

struct Choice {
    /// The script's member, with dots.
    path: &'static str,
    label: &'static str,
    /// Words, and the member's JSON; the first is the default.
    options: &'static [(&'static str, &'static str)],
}

const ENDPOINT: &[(&str, &str)] = &[
    ("answers", "{}"),
    ("answers after 3 seconds", r#"{"waitMillis":3000}"#),
    ("answers after a minute", r#"{"waitMillis":60000}"#),
    (
        "sends the header, then waits 3 seconds",
        r#"{"bodyWaitMillis":3000}"#,
    ),
    (
        "does its work, then drops the answer once",
        r#"{"times":1,"after":"cutConnection"}"#,
    ),
    (
        "does its work, then always drops the answer",
        r#"{"after":"cutConnection"}"#,
    ),
    (
        "does its work, then drops half the body",
        r#"{"after":"cutBody"}"#,
    ),
    (
        "500 with a page of HTML",
        r#"{"instead":{"status":{"status":500,"html":true}}}"#,
    ),
    ("503", r#"{"instead":{"status":{"status":503}}}"#),
    (
        "429, Retry-After: 5",
        r#"{"instead":{"status":{"status":429,"retryAfter":"5"}}}"#,
    ),
    ("201 for a success", r#"{"successStatus":201}"#),
    (
        "invalid_grant",
        r#"{"instead":{"error":{"error":"invalid_grant"}}}"#,
    ),
    (
        "invalid_grant as 403",
        r#"{"instead":{"error":{"error":"invalid_grant","status":403}}}"#,
    ),
    (
        "invalid_client",
        r#"{"instead":{"error":{"error":"invalid_client"}}}"#,
    ),
    (
        "redirects elsewhere",
        r#"{"instead":{"redirect":{"status":307,"location":"https://elsewhere.example/token"}}}"#,
    ),
    (
        "200 with an error inside, as GitHub",
        r#"{"instead":{"errorIn200":"gitHub"}}"#,
    ),
    (
        "200 with an error inside, as Slack",
        r#"{"instead":{"errorIn200":"slack"}}"#,
    ),
    (
        "200 with an error inside, as COROS",
        r#"{"instead":{"errorIn200":"coros"}}"#,
    ),
    (
        "200 with an error inside, as TikTok",
        r#"{"instead":{"errorIn200":"tikTok"}}"#,
    ),
];

const CHOICES: &[Choice] = &[
    Choice {
        path: "rotation",
        label: "Refresh tokens",
        options: &[
            ("rotate; reuse ends the grant", r#""strict""#),
            ("stay the same", r#""off""#),
            (
                "rotate; the old one works 10 seconds more",
                r#"{"reuseWindow":10}"#,
            ),
            (
                "rotate; the old one works until the new one is used",
                r#""untilSuccessorUsed""#,
            ),
        ],
    },
    Choice {
        path: "accessTokenSeconds",
        label: "Access tokens live",
        options: &[
            ("as configured", "null"),
            ("5 seconds", "5"),
            ("30 seconds", "30"),
            ("an hour", "3600"),
        ],
    },
    Choice {
        path: "consent",
        label: "Consent",
        options: &[
            ("is asked for", r#""ask""#),
            ("is given without asking", r#""automatic""#),
        ],
    },
    Choice {
        path: "pkce",
        label: "PKCE",
        options: &[
            ("is enforced", r#""enforced""#),
            ("is optional", r#""optional""#),
            ("is refused", r#""refused""#),
        ],
    },
    Choice {
        path: "iss",
        label: "iss in answers",
        options: &[
            ("is right", r#""correct""#),
            ("is missing", r#""missing""#),
            ("is somebody else's", r#""wrong""#),
            ("has a slash too many", r#""trailingSlash""#),
            ("comes twice", r#""doubled""#),
        ],
    },
    Choice {
        path: "coop",
        label: "Pages",
        options: &[
            ("keep their opener", "false"),
            ("cut their opener off (COOP)", "true"),
        ],
    },
    Choice {
        path: "authorizationError",
        label: "The authorization endpoint",
        options: &[
            ("asks the user", "null"),
            (
                "answers access_denied",
                r#"{"error":"access_denied","description":null}"#,
            ),
            (
                "answers temporarily_unavailable",
                r#"{"error":"temporarily_unavailable","description":"Try again later."}"#,
            ),
        ],
    },
    Choice {
        path: "exchange",
        label: "Code exchange",
        options: ENDPOINT,
    },
    Choice {
        path: "refresh",
        label: "Refresh",
        options: ENDPOINT,
    },
    Choice {
        path: "revocation",
        label: "Revocation",
        options: ENDPOINT,
    },
    Choice {
        path: "introspection",
        label: "Introspection",
        options: ENDPOINT,
    },
    Choice {
        path: "tokenAnswer.lifetime",
        label: "The lifetime is told",
        options: &[
            ("in seconds", r#""seconds""#),
            ("in a string", r#""text""#),
            ("with a fraction", r#""fraction""#),
            ("in milliseconds", r#""milliseconds""#),
            ("not at all", r#""absent""#),
            ("as a time", r#""atIso""#),
        ],
    },
    Choice {
        path: "tokenAnswer.tokenType",
        label: "token_type",
        options: &[
            ("Bearer", r#""Bearer""#),
            ("bEARER", r#""bEARER""#),
            ("DPoP", r#""DPoP""#),
            ("absent", "null"),
        ],
    },
    Choice {
        path: "tokenAnswer.refreshToken",
        label: "Refresh token in answers",
        options: &[
            ("is sent", r#""issued""#),
            ("is left out", r#""omitted""#),
            ("is an empty string", r#""empty""#),
        ],
    },
    Choice {
        path: "tokenAnswer.scope",
        label: "Granted scope",
        options: &[
            ("is what was asked for", r#""granted""#),
            ("is not said", r#""omitted""#),
            ("is one fewer", r#""fewer""#),
            ("is one more", r#""more""#),
            ("is joined by commas", r#""comma""#),
        ],
    },
    Choice {
        path: "tokenAnswer.format",
        label: "Token answers are",
        options: &[("JSON", r#""json""#), ("form-encoded", r#""form""#)],
    },
    Choice {
        path: "tokenAnswer.nestedIn",
        label: "The token stands",
        options: &[
            ("at the top", "null"),
            ("in authed_user", r#""authed_user""#),
            ("in data", r#""data""#),
        ],
    },
];

/// The page.
pub(crate) fn dial(see_also: Option<&str>) -> Response {
    let choices = each(CHOICES, choice);
    let link = see_also.map_or_else(String::new, |url| {
        format!(
            "<p><a href=\"{}\">The repairs API has a dial of its own</a></p>\n",
            escaped(url)
        )
    });
    let content = format!(
        "<h1>Fault dial</h1>\n<p>What this authorization server does, or does wrong, from the next request on.</p>\n\
         <form id=\"dial\">\n{choices}\
         <div class=\"buttons\"><button type=\"button\" id=\"reset\">All right again</button>\n\
         <button type=\"button\" id=\"withdraw\">End all grants</button></div>\n</form>\n\
         <p id=\"status\" role=\"status\"></p>\n{link}\
         <details><summary>The whole script</summary>\n\
         <label>JSON <textarea id=\"json\" rows=\"16\" spellcheck=\"false\"></textarea></label>\n\
         <div class=\"buttons\"><button type=\"button\" id=\"apply\">Apply</button></div></details>\n\
         <h2>Requests</h2>\n<table><thead><tr><th>#</th><th>Request</th><th>What</th><th>Answer</th></tr></thead>\
         <tbody id=\"log\"></tbody></table>\n<script src=\"/assets/dial.js\"></script>\n",
    );
    page(StatusCode::OK, "Fault dial", &content)
}

fn choice(choice: &Choice) -> String {
    let options = each(choice.options, |(words, json)| {
        let (words, json) = (escaped(words), escaped(json));
        format!("<option value=\"{json}\">{words}</option>")
    });
    format!(
        "<label>{} <select data-path=\"{}\">{options}</select></label>\n",
        escaped(choice.label),
        escaped(choice.path)
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::Script;
    use serde_json::{Value, json};

    /// An option sets its member, inside the member that holds it.
    fn scripted(path: &str, value: &Value) -> Value {
        match path.split_once('.') {
            Some((outer, inner)) => json!({ outer: { inner: value } }),
            None => json!({ path: value }),
        }
    }

    #[test]
    fn every_option_is_a_script_and_the_first_is_the_default() {
        for choice in CHOICES {
            for (at, (words, text)) in choice.options.iter().enumerate() {
                let value = serde_json::from_str(text).unwrap();
                let script: Script = serde_json::from_value(scripted(choice.path, &value))
                    .unwrap_or_else(|error| panic!("{}: {words}: {error}", choice.path));
                assert_eq!(
                    script == Script::default(),
                    at == 0,
                    "{}: {words}",
                    choice.path
                );
            }
        }
    }
}
