//! `jPath`: paths of the `JSPath` language, `.automobiles{.maker === "Honda"}.model`.
//!
//! Steps are `.name`, `."odd name"`, `.*`, `..name`, `[index]`, `[from:to]`, `{predicate}` and
//! `(path | path)`; a predicate compares paths, literals and arithmetic with `==`, `===`, `!=`,
//! `!==`, `<`, `>`, `<=`, `>=`, `^=`, `$=`, `*=` and their strict and turned forms, joined by `&&`,
//! `||`, `!` and parentheses. `^` begins at the root.

mod jspath;

use super::{invalid, wrong};
use crate::eval::{Evaluator, Res};
use crate::value::{Val, from_owned_json};

pub(super) fn jpath<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.charge_copy(&args[0])?;
    let document = match &args[0] {
        Val::Str(text) => match serde_json::from_str(text) {
            Ok(value) => from_owned_json(value),
            Err(e) => return invalid(format!("not a JSON text: {e}")),
        },
        Val::Undefined | Val::Bool(_) | Val::Num(_) => {
            return wrong("an object, a list or a JSON text");
        }
        value => value.clone(),
    };
    if args[1].is_nullish() {
        return wrong("a path");
    }
    let text = ev.text_of(&args[1])?;
    let path = match jspath::parse(&text) {
        Ok(path) => path,
        Err(reason) => return invalid(format!("`{text}` is no path: {reason}")),
    };
    let answer = jspath::apply(&path, &document, &mut ev.budget)?;
    ev.charge_copy(&answer)?;
    Ok(answer)
}
