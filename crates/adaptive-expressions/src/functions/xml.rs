//! stub
use crate::eval::{Evaluator, Res};
use crate::value::Val;
pub(super) fn xpath<'a>(_: &mut Evaluator<'a>, _: &[Val<'a>]) -> Res<'a> { Ok(Val::Undefined) }
pub(super) fn xml<'a>(_: &mut Evaluator<'a>, _: &[Val<'a>]) -> Res<'a> { Ok(Val::Undefined) }
