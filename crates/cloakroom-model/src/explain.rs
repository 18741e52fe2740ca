//! Errors are answers: each has a code, a sentence for the user and one for the developer.

/// What each error of a stage or route can say of itself. `cloakroom-server` has the one function
/// that turns it into an HTTP answer; traces keep it as it is.
pub trait Explain {
    /// A stable code in `snake_case`, never reused for something else.
    fn code(&self) -> &'static str;
    /// A sentence for the user: what happened and what to do, no codes, no jargon.
    fn user(&self) -> String;
    /// A sentence for the developer: what was seen, what it means, how to mend it. No secrets.
    fn developer(&self) -> String;
    /// Where in a file, as `file#/json/pointer`, when there is a place.
    fn place(&self) -> Option<String> {
        None
    }
}
