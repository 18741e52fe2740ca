//! Running a program.

use adaptive_expressions::{
    Budget, Environment, ErrorKind, EvalError, Evaluator, Expression, Limit, Part, Scope, Text, Val,
};
use serde_json::Value;
use std::sync::LazyLock;

use crate::emit::Emitter;
use crate::error::{ExpandError, ExpandErrorKind};
use crate::host::HostValues;
use crate::limits::Limits;
use crate::pointer::Pointer;
use crate::program::{Compute, Data, Formula, Op, Place, Program, Repeat, When};
use crate::sink::{Evaluated, Sink, Token};
use crate::template::{NullText, Template};

/// What an operation fails with; its place is added by [`Run::ops`].
type Failure = Box<ExpandErrorKind>;

/// Places of the special names in the scope.
const DATA: usize = 1;
const INDEX: usize = 2;

/// The peer's `$_acTemplateVersion`, as templates may test it.
static VERSION: LazyLock<Value> =
    LazyLock::new(|| serde_json::json!({"major": 2, "minor": 3, "patch": 1, "suffix": ""}));

pub(crate) fn expand<S: Sink>(
    template: &Template,
    data: &Value,
    host: &HostValues,
    sink: &mut S,
) -> Result<(), ExpandError> {
    let options = &template.options;
    let environment = Environment {
        now_unix_millis: host.now_unix_millis,
        seed: host.seed,
        locale: host.locale.as_deref(),
        cultures: host.cultures,
        functions: &options.functions,
    };
    let limits = &options.limits;
    let budget = Budget {
        steps: limits.steps,
        bytes: limits.output_bytes.saturating_mul(4),
        depth: limits.depth,
    };
    let mut run = Run {
        evaluator: Evaluator::new(scope(data, host), &environment, budget),
        emitter: Emitter::new(sink, limits, &options.classes),
        program: &template.program,
        limits,
        null_text: options.null_text,
        text: String::new(),
    };
    let written = run.ops(0, template.program.ops.len())?;
    if !written {
        // Nothing at all, such as a template whose `$when` is false, reads as `null`.
        run.emitter
            .null()
            .map_err(|failure| run.error(Pointer::ROOT, *failure))?;
    }
    Ok(())
}

fn scope<'a>(data: &'a Value, host: &'a HostValues) -> Scope<'a> {
    let root = Val::from_json(data);
    let host_value = match &host.host {
        Value::Null => Val::Undefined,
        value => Val::from_json(value),
    };
    Scope {
        data: root.clone(),
        specials: [
            ("$root", root.clone()),
            ("$data", root),
            ("$index", Val::Undefined),
            ("$host", host_value),
            ("$_acTemplateVersion", Val::from_json(&VERSION)),
        ],
    }
}

#[cold]
fn error(program: &Program, pointer: Pointer, kind: ExpandErrorKind) -> ExpandError {
    ExpandError {
        pointer: program.pointer(pointer),
        kind,
    }
}

/// Where an expression stands: its string, or the object and its directive.
type At = (Pointer, Option<&'static str>);

struct Run<'a, 's, S: Sink> {
    evaluator: Evaluator<'a>,
    emitter: Emitter<'s, S>,
    program: &'a Program,
    limits: &'a Limits,
    null_text: NullText,
    /// Room for texts, used again and again.
    text: String,
}

impl<'a, S: Sink> Run<'a, '_, S> {
    /// Runs the operations from one place to before another; whether anything was written.
    fn ops(&mut self, from: usize, to: usize) -> Result<bool, ExpandError> {
        let program = self.program;
        let mut written = false;
        let mut at = from;
        while let Some(op) = program.ops.get(at).filter(|_| at < to) {
            at += 1;
            written |= match op {
                Op::Literal(run) => {
                    self.emitter
                        .literal(&program.literals.fragment(*run))
                        .map_err(|failure| self.error(Pointer::ROOT, *failure))?;
                    true
                }
                Op::Scalar(literal) => {
                    if let Token::Scalar(class, value) = program.literals.token(*literal) {
                        self.emitter
                            .scalar(value, class)
                            .map_err(|failure| self.error(Pointer::ROOT, *failure))?;
                    }
                    true
                }
                Op::Compute(compute) => self
                    .compute(compute)
                    .map_err(|failure| self.error(compute.pointer, *failure))?,
                Op::Repeat(repeat) => {
                    let body = at;
                    at = repeat.end;
                    self.repeat(repeat, body)?
                }
            };
        }
        Ok(written)
    }

    #[cold]
    fn error(&self, pointer: Pointer, kind: ExpandErrorKind) -> ExpandError {
        error(self.program, pointer, kind)
    }

    /// Writes the name of a property that is not written yet.
    fn name(&mut self, place: Place) -> Result<(), Failure> {
        match place {
            Place::Property(name) => self.emitter.key(self.program.literals.str(name)),
            Place::Value | Place::Item => Ok(()),
        }
    }

    fn compute(&mut self, compute: &'a Compute) -> Result<bool, Failure> {
        let class = compute.class;
        let at = (compute.pointer, None);
        if let Formula::Whole(expression) = &compute.formula
            && !S::EXPLAINS
            && let Some(text) = self.evaluator.text_of_name(expression)
        {
            // What most expressions of cards are.
            self.name(compute.place)?;
            self.emitter.text(text, class)?;
            return Ok(true);
        }
        let value = match &compute.formula {
            Formula::Text(parts) => {
                self.join(parts, at)?;
                self.name(compute.place)?;
                self.emitter.text(&self.text, class)?;
                return Ok(true);
            }
            Formula::Whole(expression) => self.whole(expression, at)?,
        };
        match (compute.place, value) {
            (Place::Property(_) | Place::Value, Val::Undefined) | (Place::Item, Val::Null) => {
                Ok(false)
            }
            (place, Val::Str(Text::Borrowed(text))) => {
                self.name(place)?;
                self.emitter.text(text, class)?;
                Ok(true)
            }
            (Place::Item, list) if list.is_list() => {
                self.emitter.items(&list, class)?;
                Ok(list.list_len() != Some(0))
            }
            (place, value) => {
                self.name(place)?;
                self.emitter.value(&value, class, 0)?;
                Ok(true)
            }
        }
    }

    fn whole(&mut self, expression: &'a Expression, at: At) -> Result<Val<'a>, Failure> {
        let result = self.evaluator.evaluate_substituting(expression);
        self.tell(expression, at, &result);
        result.map_err(|e| Box::new(self.failed(e)))
    }

    /// Tells a sink that explains of an expression.
    #[inline]
    fn tell(
        &mut self,
        expression: &Expression,
        (pointer, directive): At,
        result: &Result<Val<'a>, EvalError>,
    ) {
        if S::EXPLAINS {
            self.emitter.evaluated(Evaluated {
                pointer: &self.program.pointer(pointer),
                directive,
                expression,
                result: result.as_ref(),
            });
        }
    }

    #[cold]
    fn failed(&self, e: EvalError) -> ExpandErrorKind {
        match e.kind() {
            ErrorKind::UnknownFunction => {
                let name = e.message().rsplit(' ').next().unwrap_or_default();
                ExpandErrorKind::UnknownFunction(name.to_owned())
            }
            ErrorKind::Limit(Limit::Steps) => ExpandErrorKind::Limit {
                what: "steps",
                limit: self.limits.steps,
            },
            ErrorKind::Limit(Limit::Bytes) => ExpandErrorKind::Limit {
                what: "bytes on the way",
                limit: self.limits.output_bytes.saturating_mul(4),
            },
            ErrorKind::Limit(Limit::Depth) => ExpandErrorKind::Limit {
                what: "depth",
                limit: u64::from(self.limits.depth),
            },
            _ => ExpandErrorKind::Evaluate(e),
        }
    }

    /// Joins the parts of a text. An expression that fails reads as its own text.
    fn join(&mut self, parts: &'a [Part], at: At) -> Result<(), Failure> {
        self.text.clear();
        for part in parts {
            let before = self.text.len();
            match part {
                Part::Text(text) => self.text.push_str(text),
                Part::Expression(expression) => {
                    let result = self.evaluator.evaluate_substituting(expression);
                    self.tell(expression, at, &result);
                    match result {
                        Ok(value) if value.is_nullish() => {
                            if self.null_text == NullText::Fail {
                                let text = expression.to_string();
                                return Err(Box::new(ExpandErrorKind::NoText(text)));
                            }
                        }
                        Ok(value) => value.write_text(&mut self.text),
                        Err(e) if e.is_limit() => return Err(Box::new(self.failed(e))),
                        Err(_) => {
                            self.text.push_str("${");
                            self.text.push_str(&expression.to_string());
                            self.text.push('}');
                        }
                    }
                }
            }
            let made = self.text.len() - before;
            self.evaluator
                .budget
                .make(made)
                .map_err(|e| Box::new(self.failed(e)))?;
        }
        Ok(())
    }

    fn repeat(&mut self, repeat: &'a Repeat, body: usize) -> Result<bool, ExpandError> {
        let program = self.program;
        let at = |failure: Failure| error(program, repeat.pointer, *failure);
        let place = (repeat.pointer, Some("$data"));
        let data = match &repeat.data {
            None => Val::Undefined,
            Some(Data::Inline(value)) => Val::from_json(value),
            Some(Data::Formula(Formula::Whole(expression))) => {
                self.whole(expression, place).map_err(at)?
            }
            Some(Data::Formula(Formula::Text(parts))) => {
                self.join(parts, place).map_err(at)?;
                Val::Str(Text::from(self.text.clone()))
            }
        };
        let saved = (
            self.evaluator.scope.data.clone(),
            self.evaluator.scope.specials[INDEX].1.clone(),
        );
        let result = self.rounds(repeat, body, &data);
        let scope = &mut self.evaluator.scope;
        scope.specials[DATA].1 = saved.0.clone();
        scope.data = saved.0;
        scope.specials[INDEX].1 = saved.1;
        result
    }

    /// One round for each item of a list, or one for any other value.
    fn rounds(
        &mut self,
        repeat: &'a Repeat,
        body: usize,
        data: &Val<'a>,
    ) -> Result<bool, ExpandError> {
        let program = self.program;
        let at = |failure: Failure| error(program, repeat.pointer, *failure);
        let Some(len) = data.list_len() else {
            self.enter(data.clone(), None);
            let kept = self.kept(repeat).map_err(at)?;
            return if kept {
                self.ops(body, repeat.end)
            } else {
                self.nothing(repeat)
            };
        };
        if repeat.item {
            let mut written = false;
            for i in 0..len {
                self.enter(data.item(i).unwrap_or_default(), Some(i));
                if self.kept(repeat).map_err(at)? {
                    written |= self.ops(body, repeat.end)?;
                }
            }
            return Ok(written);
        }
        // As a property, one object stays an object and several become a list.
        let mut rounds = Vec::new();
        for i in 0..len {
            self.enter(data.item(i).unwrap_or_default(), Some(i));
            if self.kept(repeat).map_err(at)? {
                rounds.push(i);
            }
        }
        if rounds.is_empty() {
            return self.nothing(repeat);
        }
        let list = rounds.len() > 1;
        if list {
            self.emitter.begin_array().map_err(at)?;
        }
        for i in rounds {
            self.enter(data.item(i).unwrap_or_default(), Some(i));
            self.ops(body, repeat.end)?;
        }
        if list {
            self.emitter.end_array().map_err(at)?;
        }
        Ok(true)
    }

    fn nothing(&mut self, repeat: &Repeat) -> Result<bool, ExpandError> {
        if repeat.item {
            return Ok(false);
        }
        self.emitter
            .null()
            .map_err(|failure| self.error(repeat.pointer, *failure))?;
        Ok(true)
    }

    fn enter(&mut self, data: Val<'a>, index: Option<usize>) {
        let scope = &mut self.evaluator.scope;
        if !matches!(data, Val::Undefined) {
            scope.specials[DATA].1 = data.clone();
            scope.data = data;
        }
        if let Some(i) = index {
            #[allow(clippy::cast_precision_loss)]
            let i = i as f64;
            scope.specials[INDEX].1 = Val::Num(i);
        }
    }

    /// Whether `$when` keeps the object. A condition that fails, or is no boolean, drops it.
    fn kept(&mut self, repeat: &'a Repeat) -> Result<bool, Failure> {
        self.evaluator
            .budget
            .step(1)
            .map_err(|e| Box::new(self.failed(e)))?;
        match &repeat.when {
            When::Always => Ok(true),
            When::Never => Ok(false),
            When::Condition(expression) => {
                let result = self.evaluator.evaluate(expression);
                self.tell(expression, (repeat.pointer, Some("$when")), &result);
                match result {
                    Ok(value) => Ok(matches!(value, Val::Bool(true))),
                    Err(e) if e.is_limit() || e.kind() == ErrorKind::UnknownFunction => {
                        Err(Box::new(self.failed(e)))
                    }
                    Err(_) => Ok(false),
                }
            }
        }
    }
}
