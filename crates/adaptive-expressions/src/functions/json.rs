//! `jPath`: paths of the `JSPath` language, `.automobiles{.maker === "Honda"}.model`.
//!
//! Steps are `.name`, `."odd name"`, `.*`, `..name`, `[index]`, `[from:to]` and `{predicate}`; a
//! predicate compares paths and literals with `==`, `===`, `!=`, `!==`, `<`, `>`, `<=`, `>=`, `^=`,
//! `$=`, `*=`, joined by `&&`, `||`, `!` and parentheses. `^` begins at the root.

mod jspath;

use super::{invalid, wrong};
use crate::eval::{Evaluator, Res};
use crate::value::{Val, from_owned_json, to_json};

pub(super) fn jpath<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.charge_copy(&args[0])?;
    let document = match args[0].as_str() {
        Some(text) => match serde_json::from_str(text) {
            Ok(value) => value,
            Err(e) => return invalid(format!("not a JSON text: {e}")),
        },
        None if matches!(args[0], Val::Undefined | Val::Bool(_) | Val::Num(_)) => {
            return wrong("an object, a list or a JSON text");
        }
        None => to_json(&args[0]),
    };
    if args[1].is_nullish() {
        return wrong("a path");
    }
    let text = ev.text_of(&args[1])?;
    let path = match jspath::parse(&text) {
        Ok(path) => path,
        Err(reason) => return invalid(format!("`{text}` is no path: {reason}")),
    };
    let found = jspath::apply(&path, &document, &mut ev.budget)?;
    let answer = from_owned_json(found);
    ev.charge_copy(&answer)?;
    Ok(answer)
}
