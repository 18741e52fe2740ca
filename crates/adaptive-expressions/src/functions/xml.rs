//! `xml` and `xPath`: no document types, no entities but the predefined ones, everything charged
//! to the budget (SEC-PKG-14).

mod document;
mod write;
mod xpath;

use super::Check::{Count, Order};
use super::Run::Apply;
use super::{Function, invalid, wrong};
use crate::eval::{Evaluator, Res, Verify};
use crate::syntax::ast::types::{OBJECT, STRING};
use crate::value::{Val, from_owned_json, is_space, to_json};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "xPath",
        returns: OBJECT,
        check: Order(&[OBJECT, STRING], &[]),
        run: Apply(Verify::Any, xpath),
        about: ("xPath(xml, path)", "What an XPath 1.0 path selects."),
        example: "xPath('<r><i>a</i><i>b</i></r>', '/r/i[2]/text()')",
    },
    Function {
        name: "xml",
        returns: STRING,
        check: Count(1, 1, OBJECT),
        run: Apply(Verify::Any, xml),
        about: ("xml(value or JSON text)", "The value as XML."),
        example: "xml({a: {b: 1}})",
    },
];

fn xml<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    ev.charge_copy(&args[0])?;
    let value = match args[0].as_str() {
        Some(text) => match serde_json::from_str(text) {
            // In the order that JavaScript gives to names that are indexes.
            Ok(value) => to_json(&from_owned_json(value)),
            Err(e) => return invalid(format!("not a JSON text: {e}")),
        },
        None => to_json(&args[0]),
    };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    write::children(&value, 0, &mut out, &mut ev.budget)?;
    ev.budget.make(out.len())?;
    Ok(Val::text(out.trim_matches(is_space)))
}

fn xpath<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let (Some(text), Some(path)) = (args[0].as_str(), args[1].as_str()) else {
        return wrong("an XML text and a path");
    };
    ev.budget.make(text.len().saturating_mul(8))?;
    ev.budget.step(text.len() + path.len())?;
    let document = match document::parse(text) {
        Ok(document) => document,
        Err(reason) => return invalid(format!("not XML: {reason}")),
    };
    let path = match xpath::parse(path) {
        Ok(path) => path,
        Err(reason) => return invalid(format!("`{path}` is no path: {reason}")),
    };
    xpath::answer(&path, &document, &mut ev.budget)
}
