//! Evaluating the tree.

mod path;
mod verify;

pub(crate) use verify::Verify;

use std::rc::Rc;

use crate::access::{self, Scope};
use crate::budget::Budget;
use crate::custom::Functions;
use crate::error::{ErrorKind, EvalError, Limit};
use crate::functions::{Cultures, Run};
use crate::syntax::ast::{Call, Kind, Node, Target};
use crate::value::{Text, Val, from_owned_json, to_json, to_text};
use crate::{Expression, MAX_DEPTH};

/// What a function or a node answers.
pub(crate) type Res<'a> = Result<Val<'a>, EvalError>;

/// What evaluations may see besides the scope.
#[derive(Debug, Clone, Copy)]
pub struct Environment<'e> {
    /// The time, milliseconds since 1970 UTC: `utcNow` and its relatives.
    pub now_unix_millis: i64,
    /// Seed of `rand` and `newGuid`.
    pub seed: u64,
    /// Culture of number formats where an expression names none; `en-US` when absent.
    pub locale: Option<&'e str>,
    /// The cultures that number formats know.
    pub cultures: Cultures,
    /// Functions of the host, for `stringOrValue`.
    pub functions: &'e Functions,
}

impl Default for Environment<'_> {
    fn default() -> Self {
        Self {
            now_unix_millis: 0,
            seed: 0,
            locale: None,
            cultures: Cultures::default(),
            functions: Functions::none(),
        }
    }
}

/// Evaluates expressions one after another in one scope, from one budget.
#[derive(Debug)]
pub struct Evaluator<'a> {
    /// Where names are looked up.
    pub scope: Scope<'a>,
    /// What is left to use.
    pub budget: Budget,
    pub(crate) environment: &'a Environment<'a>,
    /// Variables of lambdas, innermost last.
    frames: Vec<(&'a str, Val<'a>)>,
    /// Whether a name without a value reads as its own text, `${name}`.
    substitute: bool,
    depth: u32,
    random: u64,
}

impl<'a> Evaluator<'a> {
    /// An evaluator with its whole budget.
    pub fn new(scope: Scope<'a>, environment: &'a Environment<'a>, budget: Budget) -> Self {
        Self {
            scope,
            budget,
            environment,
            frames: Vec::new(),
            substitute: false,
            depth: 0,
            random: environment.seed,
        }
    }

    /// Evaluates an expression.
    pub fn evaluate(&mut self, expression: &'a Expression) -> Result<Val<'a>, EvalError> {
        self.substitute = false;
        self.eval(&expression.node)
    }

    /// Evaluates an expression of a template: a name without a value reads as `${name}`.
    pub fn evaluate_substituting(
        &mut self,
        expression: &'a Expression,
    ) -> Result<Val<'a>, EvalError> {
        self.substitute = true;
        let result = self.eval(&expression.node);
        self.substitute = false;
        result
    }

    /// The text that an expression has as its value, when it is a name and that a text of the data.
    /// A short way for this; `None` says nothing but that [`Self::evaluate`] has to be asked.
    pub fn text_of_name(&mut self, expression: &'a Expression) -> Option<&'a str> {
        let Kind::Name(name) = &expression.node.kind else {
            return None;
        };
        let text = self.scope.text(name).filter(|_| self.frames.is_empty())?;
        self.budget.step(1).ok().map(|()| text)
    }

    pub(crate) fn eval(&mut self, node: &'a Node) -> Res<'a> {
        self.budget.step(1)?;
        match &node.kind {
            Kind::Undefined => Ok(Val::Undefined),
            Kind::Null => Ok(Val::Null),
            Kind::Bool(b) => Ok(Val::Bool(*b)),
            Kind::Number(n) => Ok(Val::Num(*n)),
            Kind::Text(text) => Ok(Val::Str(Text::Borrowed(text))),
            Kind::Name(name) => self.name(name),
            Kind::Path(path) => self.path(path),
            Kind::Element(instance, index) => {
                self.element(instance, index).map_err(|e| e.at(node.span))
            }
            Kind::Call(call) => self.call(call).map_err(|e| e.at(node.span)),
            Kind::Interpolation(parts) => {
                let mut out = String::new();
                for part in parts {
                    let value = self.eval(part)?;
                    self.append(&value, &mut out)?;
                }
                Ok(Val::text(out))
            }
            Kind::Object(pairs) => {
                let mut properties: Vec<(Text<'a>, Val<'a>)> = Vec::with_capacity(pairs.len());
                for (name, value) in pairs {
                    let value = self.eval(value)?;
                    set_property(&mut properties, Text::Borrowed(name), value);
                }
                Ok(Val::Object(Rc::new(properties)))
            }
        }
    }

    /// Evaluates without substitution of names.
    pub(crate) fn eval_plain(&mut self, node: &'a Node) -> Res<'a> {
        let before = std::mem::replace(&mut self.substitute, false);
        let result = self.eval(node);
        self.substitute = before;
        result
    }

    fn element(&mut self, instance: &'a Node, index: &'a Node) -> Res<'a> {
        let instance = self.eval(instance).map_err(EvalError::thrown)?;
        match self.eval_plain(index).map_err(EvalError::thrown)? {
            Val::Num(n) if n.is_finite() && n.fract() == 0.0 => access::index(&instance, n),
            Val::Str(name) => Ok(access::property(&instance, &name)),
            _ => Err(EvalError::new(
                ErrorKind::Type,
                "an index must be an integer or a text",
            )),
        }
    }

    fn call(&mut self, call: &'a Call) -> Res<'a> {
        match &call.target {
            Target::Prebuilt(function) => match function.run {
                Run::Apply(verify, body) => {
                    let args = self.arguments(&call.args, verify)?;
                    body(self, args.as_slice())
                }
                Run::Compare(verify, body) => {
                    let before = std::mem::replace(&mut self.substitute, false);
                    let args = self.arguments(&call.args, verify);
                    self.substitute = before;
                    match args {
                        Ok(args) => body(self, args.as_slice()),
                        Err(e) if e.ends_all() => Err(e),
                        // An operand that fails makes a comparison false.
                        Err(_) => Ok(Val::Bool(false)),
                    }
                }
                Run::Form(body) => body(self, &call.args),
            },
            Target::Custom(_, function) => {
                let args = call.args.iter().map(|node| self.eval(node));
                let args = args.collect::<Result<Vec<_>, _>>()?;
                let mut json = Vec::with_capacity(args.len());
                for arg in &args {
                    self.charge_copy(arg)?;
                    json.push(to_json(arg));
                }
                function.call(&json).map(from_owned_json)
            }
            Target::Unknown(name) => Err(EvalError::new(
                ErrorKind::UnknownFunction,
                format!("unknown function {name}"),
            )),
        }
    }

    fn arguments(&mut self, nodes: &'a [Node], verify: Verify) -> Result<Arguments<'a>, EvalError> {
        Ok(match nodes {
            [one] => Arguments::One([self.argument(one, 0, verify)?]),
            [one, two] => Arguments::Two([
                self.argument(one, 0, verify)?,
                self.argument(two, 1, verify)?,
            ]),
            [one, two, three] => Arguments::Three([
                self.argument(one, 0, verify)?,
                self.argument(two, 1, verify)?,
                self.argument(three, 2, verify)?,
            ]),
            _ => {
                let mut many = Vec::with_capacity(nodes.len());
                for (i, node) in nodes.iter().enumerate() {
                    many.push(self.argument(node, i, verify)?);
                }
                Arguments::Many(many)
            }
        })
    }

    fn argument(&mut self, node: &'a Node, position: usize, verify: Verify) -> Res<'a> {
        let value = self.eval(node)?;
        verify.check(&value, position, node, &mut self.budget)?;
        Ok(value)
    }

    /// Evaluates a lambda's body for one item.
    pub(crate) fn with_frame(&mut self, name: &'a str, item: Val<'a>, body: &'a Node) -> Res<'a> {
        self.frames.push((name, item));
        let result = self.eval(body);
        self.frames.pop();
        result
    }

    /// Appends a value as `concat` and interpolation do, charging for the text.
    pub(crate) fn append(&mut self, value: &Val<'a>, out: &mut String) -> Result<(), EvalError> {
        let before = out.len();
        match value {
            Val::Undefined | Val::Null => {}
            Val::Ref(_) | Val::List(_) | Val::Object(_) | Val::Bytes(_) => {
                self.charge_copy(value)?;
                out.push_str(&crate::value::json_text(value).unwrap_or_default());
            }
            _ => to_text(value, out),
        }
        self.budget.make(out.len() - before)
    }

    /// `String(value)`, charged.
    pub(crate) fn text_of(&mut self, value: &Val<'a>) -> Result<String, EvalError> {
        self.charge_copy(value)?;
        let mut out = String::new();
        to_text(value, &mut out);
        self.budget.make(out.len())?;
        Ok(out)
    }

    /// Charges for walking or copying a whole value.
    pub(crate) fn charge_copy(&mut self, value: &Val<'_>) -> Result<(), EvalError> {
        verify::charge(value, &mut self.budget, 0)
    }

    /// The next number of the generator (splitmix64).
    pub(crate) fn random(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Evaluates a text that is an expression only now (`stringOrValue`).
    pub(crate) fn evaluate_text<'s>(&mut self, text: &'s str) -> Res<'a>
    where
        'a: 's,
    {
        if self.depth >= self.budget.depth.min(MAX_DEPTH) / 16 {
            return Err(EvalError::limit(Limit::Depth));
        }
        self.budget.make(text.len())?;
        let parsed = crate::functions::parse_text(text, self.environment.functions)?;
        let mut inner = Evaluator {
            scope: self.scope.clone(),
            budget: self.budget,
            environment: self.environment,
            frames: self.frames.clone(),
            substitute: self.substitute,
            depth: self.depth + 1,
            random: self.random,
        };
        let result = inner.eval(&parsed);
        self.random = inner.random;
        self.budget = inner.budget;
        // The answer may borrow from the text that was just parsed, so it is copied.
        let result = result?;
        self.charge_copy(&result)?;
        Ok(verify::owned(&result))
    }
}

/// Sets a property of a list of properties.
pub(crate) fn set_property<'a>(
    properties: &mut Vec<(Text<'a>, Val<'a>)>,
    name: Text<'a>,
    value: Val<'a>,
) {
    match properties.iter_mut().find(|(key, _)| *key == name) {
        Some((_, old)) => *old = value,
        None => properties.push((name, value)),
    }
}

/// Arguments of a call: up to three without an allocation.
enum Arguments<'a> {
    One([Val<'a>; 1]),
    Two([Val<'a>; 2]),
    Three([Val<'a>; 3]),
    Many(Vec<Val<'a>>),
}

impl<'a> Arguments<'a> {
    fn as_slice(&self) -> &[Val<'a>] {
        match self {
            Self::One(args) => args,
            Self::Two(args) => args,
            Self::Three(args) => args,
            Self::Many(args) => args,
        }
    }
}
