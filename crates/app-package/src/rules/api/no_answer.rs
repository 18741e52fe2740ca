//! O021, `operation-without-json-answer`.

use super::super::Context;
use super::answer::{Answer, answer};
use crate::diagnostic::Diagnostics;

rule! {
    /// An operation that a command calls describes no answer of success in application/json with a
    /// schema.
    ///
    /// ## Why
    ///
    /// Cards are made of JSON. The vendor's parser refuses an operation without such an answer.
    "O021" "operation-without-json-answer" Error MessageExtension Documentation
    mend "Describe the response 200 with application/json and a schema."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (api, _, operation) in context.called() {
        match answer(api, &operation.operation) {
            Answer::Json(_) => {}
            Answer::None(place) => found.at(
                &RULE,
                &place,
                format!(
                    "The operation {} describes no JSON answer.",
                    operation.entry.operation_id
                ),
                "Describe the response 200 with application/json and a schema.",
            ),
        }
    }
}
