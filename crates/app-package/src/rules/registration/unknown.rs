//! R001, `registration-not-among-those-given`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// The package names a registration that is none of those given to the validator.
    ///
    /// ## Why
    ///
    /// A package made for Teams carries the vendor's ID; here an installation binds it to a
    /// registration of ours. With `--registration FILE` the rules of this group judge by the one
    /// that is given.
    "R001" "registration-not-among-those-given" Warning Both Ours
    mend "Give the registration that the package names, or write its ID."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let Some(place) = super::named(context) else {
        return;
    };
    let given = &context.options.registrations;
    let id = place.node.as_str().unwrap_or_default().trim();
    if given.is_empty() || given.iter().any(|registration| registration.id == id) {
        return;
    }
    let names: Vec<&str> = given
        .iter()
        .map(|registration| registration.id.as_str())
        .collect();
    found.at(
        &RULE,
        &place,
        format!(
            "The package names {id:?}, and the registration given is {}.",
            names.join(", ")
        ),
        "Write its ID, or bind the one of the package to it when it is installed.",
    );
}
