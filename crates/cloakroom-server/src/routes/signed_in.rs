//! `/signed-in/{id}`: the last page in the pop-up. It tells the chat that there is news, and
//! closes. The id proves nobody, so the page tells how it went and nothing else.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use cloakroom_broker::{CallbackError, SignInError, SignInView};
use cloakroom_model::{Explain as _, SignInId};
use cloakroom_vault::ConfirmCode;
use cookie::SameSite;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::app::App;
use crate::identity::cookies;
use crate::parts::{Path, Query};
use crate::routes::sign_in::Mode;
use crate::routes::sign_in::page::{self, Last};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/signed-in/{id}", get(show))
        .route("/signed-in/problem/{code}", get(problem))
}

/// As long as the digits are good.
const DIGITS_SECONDS: i64 = 300;

fn digits_cookie(id: &SignInId) -> String {
    let id = id.as_str();
    format!("__Host-cloakroom-c-{}", &id[id.len() - 8..])
}

/// Hands the digits to the window that the callback came in, and to no other: only their hash is
/// kept on the server.
pub(crate) fn keep_digits(id: &SignInId, code: &ConfirmCode) -> HeaderValue {
    cookies::set(
        &digits_cookie(id),
        code.expose(),
        SameSite::Lax,
        Some(DIGITS_SECONDS),
    )
}

async fn show(
    State(app): State<App>,
    Path(text): Path,
    Query(mode): Query<Mode>,
    headers: HeaderMap,
) -> Response {
    let found = match text.parse::<SignInId>() {
        Ok(id) => app
            .broker
            .sign_in_words(&id)
            .await
            .map(|(view, _)| (id, view)),
        Err(_) => Err(SignInError::NotFound),
    };
    match found {
        Ok((id, view)) => {
            let digits = cookies::only(&headers, &digits_cookie(&id));
            page::answer(StatusCode::OK, &last(&view, digits, mode.tab()))
        }
        Err(error) => {
            let status = match error {
                SignInError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
                SignInError::NotFound
                | SignInError::Expired
                | SignInError::Over(_)
                | SignInError::OtherUser
                | SignInError::TestNeedsSession
                | SignInError::Policy(_)
                | SignInError::RegistrationGone => StatusCode::NOT_FOUND,
            };
            let page = Last {
                title: "No such sign-in".to_owned(),
                lines: vec![error.user()],
                ..Last::default()
            };
            page::answer(status, &page)
        }
    }
}

fn last(view: &SignInView, digits: Option<&str>, tab: bool) -> Last {
    let message = page::shown(&view.message, 300);
    let base = Last {
        sign_in: view.id.to_string(),
        lines: vec![message.clone()],
        trace: view.trace.clone(),
        back: tab.then(|| format!("/#resume={}", view.id)),
        ..Last::default()
    };
    match view.status {
        "completed" if view.test => Last {
            good: true,
            title: "The provider answered".to_owned(),
            lines: vec!["The test goes on in the portal. You can close this window.".to_owned()],
            trace: None,
            ..base
        },
        "completed" => Last {
            good: true,
            closes: !tab,
            title: "You are signed in".to_owned(),
            lines: vec!["The chat goes on by itself.".to_owned()],
            trace: None,
            ..base
        },
        "confirmation" => {
            let digits =
                digits.filter(|code| code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()));
            let words = if digits.is_some() {
                "Type these six digits into the chat to finish signing in. They are good for five minutes. Type them only where you started this sign-in yourself."
            } else {
                "The six digits were shown in another window, or are too old. Sign in again."
            };
            Last {
                good: true,
                title: "One more step".to_owned(),
                lines: vec![words.to_owned()],
                digits: digits.map(str::to_owned),
                trace: None,
                ..base
            }
        }
        "denied" => Last {
            title: "Permission not given".to_owned(),
            ..base
        },
        "cancelled" => Last {
            closes: !tab,
            title: "Sign-in cancelled".to_owned(),
            ..base
        },
        "expired" => Last {
            title: "That took too long".to_owned(),
            ..base
        },
        "waiting" | "continued" => Last {
            title: "Sign-in under way".to_owned(),
            trace: None,
            ..base
        },
        _ => Last {
            title: "Sign-in failed".to_owned(),
            ..base
        },
    }
}

/// Where an answer ends that belongs to no sign-in under way. The code selects among our own
/// sentences; nothing of the request is shown.
async fn problem(State(app): State<App>, Path(code): Path) -> Response {
    let id = SignInId::generate(app.random.as_ref());
    let known = [
        CallbackError::Repeated(String::new()),
        CallbackError::StateMissing,
        CallbackError::StateUnknown,
        CallbackError::WrongPath,
        CallbackError::BindingMissing,
        CallbackError::BindingWrong,
        CallbackError::Replayed(id.clone()),
        CallbackError::Late(id.clone()),
        CallbackError::Cancelled(id),
        CallbackError::Store(String::new()),
    ];
    let error = known
        .iter()
        .find(|error| error.code() == code)
        .unwrap_or(&CallbackError::StateUnknown);
    let page = Last {
        title: "This answer can't be used".to_owned(),
        lines: vec![error.user()],
        ..Last::default()
    };
    page::answer(StatusCode::BAD_REQUEST, &page)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use cloakroom_model::SeededRandom;

    use super::*;

    fn view(status: &'static str) -> SignInView {
        SignInView {
            id: SignInId::generate(&SeededRandom::new(1)),
            status,
            message: "What happened.".to_owned(),
            error: None,
            account: None,
            trace: None,
            provider_host: "as.example".to_owned(),
            test: false,
        }
    }

    #[test]
    fn each_end_has_words_of_its_own() {
        let mut titles: Vec<_> = [
            "completed",
            "confirmation",
            "denied",
            "failed",
            "cancelled",
            "expired",
            "continued",
        ]
        .into_iter()
        .map(|status| last(&view(status), Some("123456"), false).title)
        .collect();
        titles.sort();
        titles.dedup();
        assert_eq!(titles.len(), 7);
    }

    #[test]
    fn digits_are_shown_only_while_they_are_wanted_and_only_digits() {
        assert_eq!(
            last(&view("confirmation"), Some("123456"), false)
                .digits
                .as_deref(),
            Some("123456")
        );
        assert_eq!(last(&view("completed"), Some("123456"), false).digits, None);
        assert_eq!(
            last(&view("confirmation"), Some("<b>456"), false).digits,
            None
        );
        assert_eq!(last(&view("confirmation"), None, false).digits, None);
    }

    #[test]
    fn only_a_pop_up_closes_by_itself_and_a_tab_goes_back_to_the_chat() {
        assert!(last(&view("completed"), None, false).closes);
        let tab = last(&view("completed"), None, true);
        assert!(!tab.closes && tab.back.unwrap().starts_with("/#resume=sgn_"));
        assert!(!last(&view("failed"), None, false).closes);
    }
}
