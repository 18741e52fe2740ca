//! M035, `bot-property-on-api-based-extension`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::document::Cursor;
use crate::fix::remove_member;

rule! {
    /// An API-based extension has a property that only extensions of bots use: `botId`,
    /// `messageHandlers`, `fetchTask`, `taskInfo`, `canUpdateConfiguration`.
    ///
    /// ## Why
    ///
    /// No bot answers for an API-based extension; the property does nothing, and hides that the
    /// manifest was made from another one. `--fix` removes it.
    "M035" "bot-property-on-api-based-extension" Warning MessageExtension Documentation
    mend "Remove the property."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let Some(extension) = &context.extension else {
        return;
    };
    for name in ["botId", "messageHandlers", "canUpdateConfiguration"] {
        report(extension, name, found);
    }
    for command in &context.commands {
        for name in ["fetchTask", "taskInfo"] {
            report(&command.place, name, found);
        }
    }
}

fn report(object: &Cursor<'_>, name: &str, found: &mut Diagnostics) {
    // `false` says what is so anyway.
    if object.bool(name) == Some(false) {
        return;
    }
    if let Some(place) = object.present(name) {
        found.fixed(
            &RULE,
            &place,
            format!("{name} does nothing on an API-based extension."),
            format!("Remove {name}."),
            remove_member(object, name),
        );
    }
}
