//! `xml` and `xPath`.

use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res};
use crate::value::Val;

fn unsupported<'a>(name: &str) -> Res<'a> {
    Err(EvalError::new(ErrorKind::Unsupported, format!("`{name}` is not supported")))
}

pub(super) fn xpath<'a>(_: &mut Evaluator<'a>, _: &[Val<'a>]) -> Res<'a> {
    unsupported("xPath")
}

pub(super) fn xml<'a>(_: &mut Evaluator<'a>, _: &[Val<'a>]) -> Res<'a> {
    unsupported("xml")
}
