//! The pages, plain HTML. Everything that comes from outside passes [`escaped`].

mod dial;

use std::fmt::{self, Display, Formatter, Write};

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderName, StatusCode, header};

use crate::config::{Scope, User};
use crate::sessions::AuthorizationRequest;

pub(crate) use dial::dial;

pub(crate) const STYLE: &str = include_str!("../../assets/style.css");
pub(crate) const DIAL_JS: &str = include_str!("../../assets/dial.js");
pub(crate) const FORM_POST_JS: &str = include_str!("../../assets/form-post.js");

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// Text in HTML, in an element or a quoted attribute.
pub(crate) struct Escaped<'a>(&'a str);

pub(crate) fn escaped(text: &str) -> Escaped<'_> {
    Escaped(text)
}

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// One piece of HTML for each item.
fn each<T>(items: impl IntoIterator<Item = T>, html: impl Fn(T) -> String) -> String {
    items.into_iter().fold(String::new(), |mut all, item| {
        all.push_str(&html(item));
        all
    })
}

fn page(status: StatusCode, title: &str, content: &str) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<link rel=\"stylesheet\" href=\"/assets/style.css\">\n</head>\n\
         <body>\n<main>\n<p class=\"brand\">Contoso ID <span>sample</span></p>\n{content}</main>\n</body>\n</html>\n",
        escaped(title),
    );
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (HeaderName::from_static("x-frame-options"), "DENY"),
    ];
    (status, headers, Html(html)).into_response()
}

/// Something is wrong that can't be told to the client.
pub(crate) fn problem(text: &str) -> Response {
    let content = format!(
        "<h1>This can't go on</h1>\n<p role=\"alert\">{}</p>\n",
        escaped(text)
    );
    page(StatusCode::BAD_REQUEST, "This can't go on", &content)
}

/// A sentence.
pub(crate) fn message(text: &str) -> Response {
    page(
        StatusCode::OK,
        text,
        &format!("<h1>{}</h1>\n", escaped(text)),
    )
}

/// The login page. Being a sample's, it says with what one can sign in.
pub(crate) fn login(
    users: &[User],
    client_name: &str,
    request: &str,
    name: Option<&str>,
    problem: Option<&str>,
) -> Response {
    let problem = problem.map_or_else(String::new, |text| {
        format!(
            "<p class=\"problem\" role=\"alert\">{}</p>\n",
            escaped(text)
        )
    });
    let samples = each(users, |user| {
        let (name, password) = (escaped(&user.name), escaped(&user.password));
        format!("<li><code>{name}</code> with password <code>{password}</code></li>\n")
    });
    let content = format!(
        "<h1>Sign in</h1>\n<p>to go on to {client}</p>\n{problem}\
         <form method=\"post\" action=\"/login\">\n\
         <input type=\"hidden\" name=\"request\" value=\"{request}\">\n\
         <label>User name <input name=\"username\" value=\"{name}\" autocomplete=\"username\" autocapitalize=\"none\" autofocus required></label>\n\
         <label>Password <input type=\"password\" name=\"password\" autocomplete=\"current-password\" required></label>\n\
         <div class=\"buttons\"><button class=\"primary\">Sign in</button></div>\n</form>\n\
         <aside><p>This is a sample. You can sign in as</p>\n<ul>\n{samples}</ul></aside>\n",
        client = escaped(client_name),
        request = escaped(request),
        name = escaped(name.unwrap_or_default()),
    );
    page(StatusCode::OK, "Sign in", &content)
}

/// The consent page: who asks, for what, and both answers.
pub(crate) fn consent(
    scopes: &[Scope],
    request: &AuthorizationRequest,
    user: &str,
    id: &str,
) -> Response {
    let wanted = each(&request.scopes, |name| {
        let known = scopes.iter().find(|scope| scope.name == *name);
        let words = known.map_or(name, |scope| &scope.words);
        format!(
            "<li>{} <code>{}</code></li>\n",
            escaped(words),
            escaped(name)
        )
    });
    let content = format!(
        "<h1>Allow {client}?</h1>\n<p>{client} would like to, as {user}:</p>\n<ul class=\"scopes\">\n{wanted}</ul>\n\
         <form method=\"post\" action=\"/consent\">\n\
         <input type=\"hidden\" name=\"request\" value=\"{id}\">\n\
         <div class=\"buttons\"><button name=\"decision\" value=\"deny\">Deny</button>\n\
         <button class=\"primary\" name=\"decision\" value=\"allow\">Allow</button></div>\n</form>\n\
         <form method=\"post\" action=\"/sign-out\"><button class=\"link\">Not {user}? Sign out</button></form>\n",
        client = escaped(&request.client_name),
        user = escaped(user),
        id = escaped(id),
    );
    page(StatusCode::OK, "Allow access", &content)
}

/// The answer as a form that sends itself (OAuth 2.0 Form Post Response Mode).
pub(crate) fn form_post(action: &str, fields: &[(&str, String)]) -> Response {
    let inputs = each(fields, |(name, value)| {
        let (name, value) = (escaped(name), escaped(value));
        format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">\n")
    });
    let content = format!(
        "<h1>One moment</h1>\n<form method=\"post\" action=\"{}\" id=\"answer\">\n{inputs}\
         <noscript><button class=\"primary\">Go on</button></noscript>\n</form>\n\
         <script src=\"/assets/form-post.js\"></script>\n",
        escaped(action),
    );
    page(StatusCode::OK, "One moment", &content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_from_outside_stays_text() {
        let shown = escaped("<img src=x onerror='a(\"b\")'>&").to_string();
        assert_eq!(
            shown,
            "&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt;&amp;"
        );
    }
}
