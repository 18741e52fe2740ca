//! From a template's tape to its program.

mod members;

use adaptive_expressions::{
    self as expressions, Expression, ParseError, ParseErrorKind, Part, Span, UnknownFunctions,
};

use members::{Directives, Member};

use crate::class::{Class, ParentType};
use crate::error::CompileError;
use crate::inline;
use crate::pointer::{Pointer, Step, Way};
use crate::program::{Compute, Data, Formula, Op, Place, Program, Repeat, When};
use crate::sink::{Literals, Scalar};
use crate::tape::{Str, Tape, Token};
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
pub(crate) fn compile(tape: &Tape<'_>, options: &Options) -> Result<Program, CompileError> {
    let mut compiler = Compiler {
        tape,
        options,
        program: Program {
            ops: Vec::with_capacity(tape.dollars() * 2 + 1),
            literals: Literals::with_capacity(tape.bytes(), tape.len()),
            ..Program::default()
        },
        way: Way::new(),
        members: Vec::with_capacity(32),
        depth: 0,
    };
    compiler.value(0, Class::Plain, Place::Value)?;
    compiler.flush();
    Ok(compiler.program)
}

struct Compiler<'c> {
    tape: &'c Tape<'c>,
    options: &'c Options,
    program: Program,
    /// Where the value at hand stands.
    way: Way<'c>,
    /// Members of the objects at hand, those of the innermost last.
    members: Vec<Member<'c>>,
    depth: u32,
}

/// A text of the template.
enum Content {
    /// Without expressions, and as it stands there.
    Same,
    /// Without expressions; escapes of the language are gone.
    Literal(String),
    Formula(Formula),
}

impl<'c> Compiler<'c> {
    fn value(&mut self, at: u32, class: Class, place: Place) -> Result<(), CompileError> {
        self.depth += 1;
        if self.depth > self.options.limits.depth {
            return Err(self.too_deep());
        }
        let token = self.tape.token(at);
        match token {
            Token::Object { end } => self.object(at, end, class, place)?,
            Token::Array { end } => self.array(at, end, class, place)?,
            Token::Plain(_) | Token::Source(_) | Token::Decoded(_) => {
                if let Some(text) = self.tape.str(token) {
                    self.text(text, class, place)?;
                }
            }
            Token::Null if matches!(place, Place::Item) => {}
            Token::Null => self.scalar(Scalar::Null, class),
            Token::Bool(b) => self.scalar(Scalar::Bool(b), class),
            Token::Int(int) => self.scalar(Scalar::Int(int), class),
            Token::Uint(uint) => self.scalar(Scalar::Uint(uint), class),
            Token::Float(float) => self.scalar(Scalar::Float(float), class),
        }
        self.depth -= 1;
        Ok(())
    }

    fn array(&mut self, at: u32, end: u32, class: Class, place: Place) -> Result<(), CompileError> {
        // The items of a list in a list become items of the outer one.
        let bracket = !matches!(place, Place::Item);
        if bracket {
            self.program.literals.begin_array();
        }
        let mut item = at + 1;
        let mut index = 0;
        while item < end {
            self.way.enter(Step::Item(index));
            self.value(item, class, Place::Item)?;
            self.way.leave();
            item = self.tape.after(item);
            index += 1;
        }
        if bracket {
            self.program.literals.end_array();
        }
        Ok(())
    }

    fn object(
        &mut self,
        at: u32,
        end: u32,
        class: Class,
        place: Place,
    ) -> Result<(), CompileError> {
        let first = self.members.len();
        let directives = members::collect(self.tape, at, end, &mut self.members);
        if directives.data.is_none() && directives.when.is_none() {
            self.properties(first, directives, class)?;
        } else {
            let data = match directives.data {
                None => None,
                Some(value) => Some(self.data(value)?),
            };
            let when = self.when(directives.when)?;
            let pointer = self.keep_pointer();
            self.flush();
            let repeat = self.program.ops.len();
            self.program.ops.push(Op::Repeat(Box::new(Repeat {
                data,
                when,
                end: 0,
                item: matches!(place, Place::Item),
                pointer,
            })));
            self.properties(first, directives, class)?;
            self.flush();
            let end = self.program.ops.len();
            if let Some(Op::Repeat(repeat)) = self.program.ops.get_mut(repeat) {
                repeat.end = end;
            }
        }
        self.members.truncate(first);
        Ok(())
    }

    fn properties(
        &mut self,
        first: usize,
        directives: Directives,
        around: Class,
    ) -> Result<(), CompileError> {
        let last = self.members.len();
        let parent = self.parent_type(directives.kind);
        self.program.literals.begin_object();
        for i in first..last {
            let Some(Member { name, value }) = self.members.get(i).copied() else {
                continue;
            };
            if name.text.starts_with('$') && RESERVED.contains(&name.text) {
                continue;
            }
            let class = self.options.classes.class_within(around, parent, name.text);
            self.way.enter(Step::Property(name.text));
            let token = self.tape.token(value);
            match self.tape.str(token) {
                Some(text) => self.text_property(name, text, class)?,
                None => {
                    self.program.literals.key(name);
                    self.value(value, class, Place::Value)?;
                }
            }
            self.way.leave();
        }
        self.program.literals.end_object();
        Ok(())
    }

    fn parent_type(&self, kind: Option<u32>) -> ParentType<'c> {
        let Some(kind) = kind else {
            return ParentType::None;
        };
        match self.tape.str(self.tape.token(kind)) {
            Some(name) if !has_expressions(name) => ParentType::Known(name.text),
            _ => ParentType::Unknown,
        }
    }

    /// A property with a text. Only an expression other than a chain of names can turn out to be
    /// nothing, so that there is no property; a chain without a value reads as its own text.
    fn text_property(
        &mut self,
        name: Str<'_>,
        text: Str<'_>,
        class: Class,
    ) -> Result<(), CompileError> {
        let content = self.content(text)?;
        let place = match &content {
            Content::Formula(Formula::Whole(e)) if !e.is_path() => {
                Place::Property(self.program.literals.beside(name.text))
            }
            _ => {
                self.program.literals.key(name);
                Place::Value
            }
        };
        self.written(text, content, class, place);
        Ok(())
    }

    fn text(&mut self, text: Str<'_>, class: Class, place: Place) -> Result<(), CompileError> {
        let content = self.content(text)?;
        self.written(text, content, class, place);
        Ok(())
    }

    fn written(&mut self, text: Str<'_>, content: Content, class: Class, place: Place) {
        match content {
            Content::Formula(formula) => self.compute(formula, class, place),
            Content::Literal(meant) => self.scalar(Scalar::Str(&meant), class),
            Content::Same if judged(class) => self.scalar(Scalar::Str(text.text), class),
            Content::Same => self.program.literals.text(class, text),
        }
    }

    fn scalar(&mut self, value: Scalar<'_>, class: Class) {
        if judged(class) {
            let literal = self.program.literals.alone(class, value);
            self.op(Op::Scalar(literal));
        } else {
            self.program.literals.scalar(class, value);
        }
    }

    fn compute(&mut self, formula: Formula, class: Class, place: Place) {
        let pointer = self.keep_pointer();
        self.op(Op::Compute(Compute {
            formula,
            class,
            place,
            pointer,
        }));
    }

    /// The expressions of a text.
    fn content(&mut self, text: Str<'_>) -> Result<Content, CompileError> {
        if !has_expressions(text) {
            return Ok(Content::Same);
        }
        let functions = self.functions();
        let whole = Expression::parse_braced(text.text, functions);
        if let Some(expression) = whole.map_err(|source| self.error(source))? {
            self.note_unknown(&expression);
            return Ok(Content::Formula(if expression.is_constant() {
                Formula::Text(vec![Part::Expression(expression)])
            } else {
                match expression.into_concat_parts() {
                    Ok(parts) => Formula::Text(parts.into_iter().map(Part::Expression).collect()),
                    Err(expression) => Formula::Whole(expression),
                }
            }));
        }
        let parts = Expression::parse_interpolated(text.text, functions);
        let parts = parts.map_err(|source| self.error(source))?;
        let mut literal = true;
        for part in &parts {
            if let Part::Expression(expression) = part {
                literal = false;
                self.note_unknown(expression);
            }
        }
        if literal {
            // Escapes mean something only where `${` stands.
            let text = parts.into_iter().filter_map(|part| match part {
                Part::Text(text) => Some(text),
                Part::Expression(_) => None,
            });
            return Ok(Content::Literal(text.collect()));
        }
        Ok(Content::Formula(Formula::Text(parts)))
    }

    fn functions(&self) -> expressions::Names<'_> {
        expressions::Names {
            functions: &self.options.functions,
            unknown: UnknownFunctions::Keep,
        }
    }

    fn note_unknown(&mut self, expression: &Expression) {
        let known = &mut self.program.unknown_functions;
        for name in expression.unknown_functions() {
            if !known.iter().any(|known| known == name) {
                known.push(name.to_owned());
            }
        }
    }

    fn data(&mut self, value: u32) -> Result<Data, CompileError> {
        self.way.enter(Step::Property("$data"));
        let content = match self.tape.str(self.tape.token(value)) {
            Some(text) => self.content(text)?,
            None => Content::Same,
        };
        let data = match content {
            Content::Formula(formula) => Data::Formula(formula),
            Content::Literal(text) => Data::Inline(text.into()),
            Content::Same => match self.tape.value(value, self.options.limits.depth) {
                Some(mut value) => {
                    inline::read(&mut value, self.functions()).map_err(|e| self.error(e))?;
                    Data::Inline(value)
                }
                None => return Err(self.too_deep()),
            },
        };
        self.way.leave();
        Ok(data)
    }

    fn when(&mut self, value: Option<u32>) -> Result<When, CompileError> {
        let Some(value) = value else {
            return Ok(When::Always);
        };
        self.way.enter(Step::Property("$when"));
        let when = match (
            self.tape.token(value),
            self.tape.str(self.tape.token(value)),
        ) {
            (Token::Null | Token::Bool(false) | Token::Int(0) | Token::Float(0.0), _) => {
                When::Always
            }
            (_, Some(text)) if text.text.is_empty() => When::Always,
            (_, Some(text)) => match self.content(text)? {
                Content::Formula(Formula::Whole(expression)) => When::Condition(expression),
                _ => When::Never,
            },
            (_, None) => When::Never,
        };
        self.way.leave();
        Ok(when)
    }

    fn op(&mut self, op: Op) {
        self.flush();
        self.program.ops.push(op);
    }

    /// Makes an operation of the literals gathered so far.
    fn flush(&mut self) {
        if let Some(run) = self.program.literals.take_run() {
            self.program.ops.push(Op::Literal(run));
        }
    }

    fn keep_pointer(&mut self) -> Pointer {
        let program = &mut self.program;
        self.way.keep(&mut program.pointers, &mut program.literals)
    }

    #[cold]
    fn error(&self, source: ParseError) -> CompileError {
        CompileError {
            pointer: self.way.text(),
            source,
        }
    }

    fn too_deep(&self) -> CompileError {
        let message = format!("nested deeper than {}", self.options.limits.depth);
        let kind = ParseErrorKind::TooDeep;
        self.error(ParseError::whole(kind, Span::default(), message))
    }
}

/// Whether sinks want to see each value of the class.
fn judged(class: Class) -> bool {
    !matches!(class, Class::Plain | Class::Type)
}

fn has_expressions(text: Str<'_>) -> bool {
    text.dollar && text.text.as_bytes().windows(2).any(|pair| pair == b"${")
}
