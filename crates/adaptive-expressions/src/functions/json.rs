//! stub
use crate::eval::{Evaluator, Res};
use crate::value::Val;
pub(super) fn jpath<'a>(_: &mut Evaluator<'a>, _: &[Val<'a>]) -> Res<'a> { Ok(Val::Undefined) }
