//! M033, `default-of-another-type`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// The `value` that a parameter begins with does not fit its `inputType`.
    ///
    /// ## Why
    ///
    /// A number field can't show a word, nor a date field a day in words. A toggle is `true` or
    /// `false`, a date `2026-11-25`, a time `09:30`.
    "M033" "default-of-another-type" Warning MessageExtension Ours
    mend "Write a value of the inputType."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for parameter in context
        .commands
        .iter()
        .flat_map(super::super::Command::parameters)
    {
        let (Some(place), Some(kind)) = (parameter.present("value"), parameter.str("inputType"))
        else {
            continue;
        };
        let value = place.node.as_str().unwrap_or_default();
        let (fits, wanted) = match kind {
            "number" => (
                value.trim().parse::<f64>().is_ok_and(f64::is_finite),
                "a number such as 25",
            ),
            "toggle" => (matches!(value, "true" | "false"), "true or false"),
            "date" => (digits(value, "dddd-dd-dd"), "a day such as 2026-11-25"),
            "time" => (
                digits(value, "dd:dd") || digits(value, "dd:dd:dd"),
                "a time such as 09:30",
            ),
            _ => continue,
        };
        if !value.is_empty() && !fits {
            found.at(
                &RULE,
                &place,
                format!("The value {value:?} does not fit the inputType {kind}."),
                format!("Write {wanted}, or leave the value out."),
            );
        }
    }
}

/// Whether a text has digits where the form has a `d`, and is the form elsewhere.
fn digits(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(byte, wanted)| match wanted {
                b'd' => byte.is_ascii_digit(),
                other => byte == other,
            })
}
