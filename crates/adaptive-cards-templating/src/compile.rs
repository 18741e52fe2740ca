//! From a template to its program.

use adaptive_expressions::{
    Expression, Names, ParseError, ParseErrorKind, Part, Span, UnknownFunctions,
};
use serde_json::{Map, Value};

use crate::class::{Class, ParentType};
use crate::error::CompileError;
use crate::program::{Compute, Data, Formula, Op, Place, Program, Repeat, When};
use crate::sink::{Fragment, Token};
use crate::template::Options;

/// Properties of a template that never reach the card.
const RESERVED: &[&str] = &[
    "$data",
    "$when",
    "$root",
    "$index",
    "$host",
    "$_acTemplateVersion",
];

pub(crate) fn compile(template: &Value, options: &Options) -> Result<Program, CompileError> {
    let mut compiler = Compiler {
        options,
        pointer: String::new(),
        unknown_functions: Vec::new(),
        depth: 0,
    };
    let mut ops = Ops::default();
    compiler.value(template, Class::Plain, Place::Value, &mut ops)?;
    Ok(Program {
        ops: ops.finish(),
        unknown_functions: compiler.unknown_functions,
    })
}

/// Operations under construction; literal tokens gather in a fragment.
#[derive(Default)]
struct Ops {
    done: Vec<Op>,
    literal: Fragment,
}

impl Ops {
    fn token(&mut self, token: Token) {
        self.literal.push(token);
    }

    fn op(&mut self, op: Op) {
        self.flush();
        self.done.push(op);
    }

    fn flush(&mut self) {
        if !self.literal.is_empty() {
            self.done
                .push(Op::Literal(std::mem::take(&mut self.literal)));
        }
    }

    fn finish(mut self) -> Vec<Op> {
        self.flush();
        self.done
    }
}

struct Compiler<'o> {
    options: &'o Options,
    pointer: String,
    unknown_functions: Vec<String>,
    depth: u32,
}

impl Compiler<'_> {
    fn value(
        &mut self,
        value: &Value,
        class: Class,
        place: Place,
        ops: &mut Ops,
    ) -> Result<(), CompileError> {
        self.depth += 1;
        if self.depth > self.options.limits.depth {
            return Err(self.too_deep());
        }
        match value {
            Value::Object(map) => self.object(map, place, ops)?,
            Value::Array(items) => self.array(items, class, &place, ops)?,
            Value::String(text) => match self.formula(text)? {
                Some(formula) => self.compute(formula, class, place, ops),
                None => scalar(&self.literal_text(text)?, class, ops),
            },
            Value::Null if place == Place::Item => {}
            literal => scalar(literal, class, ops),
        }
        self.depth -= 1;
        Ok(())
    }

    fn array(
        &mut self,
        items: &[Value],
        class: Class,
        place: &Place,
        ops: &mut Ops,
    ) -> Result<(), CompileError> {
        // The items of a list in a list become items of the outer one.
        let bracket = *place != Place::Item;
        if bracket {
            ops.token(Token::BeginArray);
        }
        for (i, item) in items.iter().enumerate() {
            let before = self.enter(|pointer| pointer.push_str(&i.to_string()));
            self.value(item, class, Place::Item, ops)?;
            self.pointer.truncate(before);
        }
        if bracket {
            ops.token(Token::EndArray);
        }
        Ok(())
    }

    fn object(
        &mut self,
        map: &Map<String, Value>,
        place: Place,
        ops: &mut Ops,
    ) -> Result<(), CompileError> {
        if !map.contains_key("$data") && !map.contains_key("$when") {
            return self.properties(map, ops);
        }
        let data = match map.get("$data") {
            None => None,
            Some(value) => Some(self.data(value)?),
        };
        let when = self.when(map.get("$when"))?;
        let mut body = Ops::default();
        self.properties(map, &mut body)?;
        ops.op(Op::Repeat(Box::new(Repeat {
            data,
            when,
            body: body.finish(),
            place,
            pointer: self.pointer.as_str().into(),
        })));
        Ok(())
    }

    fn properties(&mut self, map: &Map<String, Value>, ops: &mut Ops) -> Result<(), CompileError> {
        let parent = match map.get("type") {
            None => ParentType::None,
            Some(Value::String(name)) if !name.contains("${") => ParentType::Known(name),
            Some(_) => ParentType::Unknown,
        };
        ops.token(Token::BeginObject);
        for (name, value) in map {
            if name.starts_with('$') && RESERVED.contains(&name.as_str()) {
                continue;
            }
            let before = self.enter(|pointer| escape(name, pointer));
            let class = self.options.classes.class(parent, name);
            if let Value::String(text) = value {
                self.text_property(name, text, class, ops)?;
            } else {
                ops.token(Token::Key(name.as_str().into()));
                self.value(value, class, Place::Value, ops)?;
            }
            self.pointer.truncate(before);
        }
        ops.token(Token::EndObject);
        Ok(())
    }

    /// A property with a string. Only an expression other than a chain of names can turn out to be
    /// nothing; a chain without a value reads as its own text.
    fn text_property(
        &mut self,
        name: &str,
        text: &str,
        class: Class,
        ops: &mut Ops,
    ) -> Result<(), CompileError> {
        let formula = self.formula(text)?;
        let optional = matches!(&formula, Some(Formula::Whole(e)) if !e.is_path());
        let place = if optional {
            Place::Property(name.into())
        } else {
            ops.token(Token::Key(name.into()));
            Place::Value
        };
        match formula {
            Some(formula) => self.compute(formula, class, place, ops),
            None => scalar(&self.literal_text(text)?, class, ops),
        }
        Ok(())
    }

    fn compute(&self, formula: Formula, class: Class, place: Place, ops: &mut Ops) {
        let pointer = self.pointer.as_str().into();
        ops.op(Op::Compute(Box::new(Compute {
            formula,
            class,
            place,
            pointer,
        })));
    }

    /// The expressions of a string; `None` when there are none.
    fn formula(&mut self, text: &str) -> Result<Option<Formula>, CompileError> {
        if !text.contains("${") {
            return Ok(None);
        }
        let mut parts = self.parts(text)?;
        for part in &parts {
            if let Part::Expression(expression) = part {
                for name in expression.unknown_functions() {
                    if !self.unknown_functions.iter().any(|known| known == name) {
                        self.unknown_functions.push(name.to_owned());
                    }
                }
            }
        }
        if !parts.iter().any(|part| matches!(part, Part::Expression(_))) {
            return Ok(None);
        }
        Ok(Some(match parts.pop() {
            Some(Part::Expression(e)) if parts.is_empty() && !e.is_constant() => {
                match e.concat_parts() {
                    Some(parts) => Formula::Text(parts.into_iter().map(Part::Expression).collect()),
                    None => Formula::Whole(e),
                }
            }
            last => {
                parts.extend(last);
                Formula::Text(parts)
            }
        }))
    }

    fn parts(&self, text: &str) -> Result<Vec<Part>, CompileError> {
        let names = Names {
            functions: &self.options.functions,
            unknown: UnknownFunctions::Keep,
        };
        Expression::parse_interpolated(text, names).map_err(|source| CompileError {
            pointer: self.pointer.clone(),
            source,
        })
    }

    /// A string without expressions. Escapes mean something only where `${` stands.
    fn literal_text(&self, text: &str) -> Result<Value, CompileError> {
        if !text.contains("${") {
            return Ok(Value::String(text.to_owned()));
        }
        let parts = self.parts(text)?;
        Ok(Value::String(
            parts
                .into_iter()
                .filter_map(|part| match part {
                    Part::Text(text) => Some(text),
                    Part::Expression(_) => None,
                })
                .collect(),
        ))
    }

    fn data(&mut self, value: &Value) -> Result<Data, CompileError> {
        let before = self.enter(|pointer| pointer.push_str("$data"));
        let data = match value {
            Value::String(text) => match self.formula(text)? {
                Some(formula) => Data::Formula(formula),
                None => Data::Inline(self.literal_text(text)?),
            },
            other => Data::Inline(other.clone()),
        };
        self.pointer.truncate(before);
        Ok(data)
    }

    fn when(&mut self, value: Option<&Value>) -> Result<When, CompileError> {
        let before = self.enter(|pointer| pointer.push_str("$when"));
        let when = match value {
            None | Some(Value::Null | Value::Bool(false)) => When::Always,
            Some(Value::Number(n)) if n.as_f64() == Some(0.0) => When::Always,
            Some(Value::String(text)) if text.is_empty() => When::Always,
            Some(Value::String(text)) => match self.formula(text)? {
                Some(Formula::Whole(expression)) => When::Condition(expression),
                _ => When::Never,
            },
            Some(_) => When::Never,
        };
        self.pointer.truncate(before);
        Ok(when)
    }

    fn enter(&mut self, name: impl FnOnce(&mut String)) -> usize {
        let before = self.pointer.len();
        self.pointer.push('/');
        name(&mut self.pointer);
        before
    }

    fn too_deep(&self) -> CompileError {
        let message = format!("nested deeper than {}", self.options.limits.depth);
        let source = ParseError::whole(ParseErrorKind::TooDeep, Span::default(), message);
        CompileError {
            pointer: self.pointer.clone(),
            source,
        }
    }
}

fn scalar(value: &Value, class: Class, ops: &mut Ops) {
    if matches!(class, Class::Plain | Class::Type) {
        ops.token(Token::Scalar(class, value.clone()));
    } else {
        ops.op(Op::Scalar(class, value.clone()));
    }
}

/// A name as a part of a JSON pointer (RFC 6901, section 3).
fn escape(name: &str, pointer: &mut String) {
    for c in name.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}
