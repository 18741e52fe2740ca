//! A Pratt parser. The binding powers are those of the peer's grammar.

use super::ast::{Base, Call, Kind, Node, Path, Step, Target};
use super::check;
use super::lexer::{Lexer, Token, TokenKind};
use crate::error::{ParseError, ParseErrorKind, Span};
use crate::functions;
use crate::{MAX_DEPTH, Names, UnknownFunctions};

/// Binding powers, loosest first.
mod power {
    pub(super) const TERNARY: u8 = 2;
    pub(super) const COALESCE: u8 = 3;
    pub(super) const OR: u8 = 4;
    pub(super) const AND: u8 = 5;
    pub(super) const COMPARE: u8 = 6;
    pub(super) const CONCAT: u8 = 7;
    pub(super) const EQUAL: u8 = 8;
    pub(super) const ADD: u8 = 9;
    pub(super) const MULTIPLY: u8 = 10;
    pub(super) const POWER: u8 = 11;
    pub(super) const PREFIX: u8 = 12;
}

/// Parses a whole expression. An empty text is an empty string; the peer drops one `=` before an
/// expression.
pub(crate) fn parse(text: &str, names: Names<'_>) -> Result<Node, ParseError> {
    parse_at(text, names, 0)
}

/// The same inside another expression that is already `depth` deep.
pub(crate) fn parse_at(text: &str, names: Names<'_>, depth: u32) -> Result<Node, ParseError> {
    let body = text.strip_prefix('=').unwrap_or(text);
    let from = text.len() - body.len();
    if body.is_empty() {
        return Ok(Node::new(Kind::Text("".into()), Span::new(0, text.len())));
    }
    let parsed = Parser::new(body, names, depth).and_then(|mut parser| parser.whole());
    if from == 0 {
        parsed
    } else {
        parsed.map_err(|e| e.moved(text, from))
    }
}

struct Parser<'t> {
    text: &'t str,
    lexer: Lexer<'t>,
    token: Token,
    names: Names<'t>,
    depth: u32,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, names: Names<'t>, depth: u32) -> Result<Self, ParseError> {
        let mut lexer = Lexer::new(text);
        let token = lexer.next();
        let parser = Self {
            text,
            lexer,
            token,
            names,
            depth,
        };
        parser.valid()?;
        Ok(parser)
    }

    fn whole(&mut self) -> Result<Node, ParseError> {
        let node = self.expression(0)?;
        if self.token.kind == TokenKind::End {
            Ok(node)
        } else {
            Err(self.unexpected("an operator or the end"))
        }
    }

    fn advance(&mut self) -> Result<Token, ParseError> {
        let before = self.token;
        self.token = self.lexer.next();
        self.valid()?;
        Ok(before)
    }

    /// Whether the token at hand is one.
    fn valid(&self) -> Result<(), ParseError> {
        if self.token.kind == TokenKind::Invalid {
            return Err(self.lexer.error(self.token.span.start as usize));
        }
        Ok(())
    }

    fn slice(&self, span: Span) -> &'t str {
        self.text
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    }

    fn fail<T>(
        &self,
        kind: ParseErrorKind,
        span: Span,
        message: impl Into<String>,
    ) -> Result<T, ParseError> {
        Err(ParseError::new(kind, self.text, span, message))
    }

    fn unexpected(&self, expected: &str) -> ParseError {
        let found = match self.token.kind {
            TokenKind::End => "the end".to_owned(),
            _ => format!("`{}`", self.slice(self.token.span)),
        };
        let message = format!("found {found}, expected {expected}");
        ParseError::new(
            ParseErrorKind::Unexpected,
            self.text,
            self.token.span,
            message,
        )
    }

    /// A node, unless it is too deep.
    fn node(&self, kind: Kind, span: Span) -> Result<Node, ParseError> {
        let node = Node::new(kind, span);
        if node.height > MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH}");
            return self.fail(ParseErrorKind::TooDeep, span, message);
        }
        Ok(node)
    }

    fn expect(&mut self, kind: TokenKind) -> Result<Token, ParseError> {
        if self.token.kind == kind {
            self.advance()
        } else {
            Err(self.unexpected(kind.describe()))
        }
    }

    fn expression(&mut self, min: u8) -> Result<Node, ParseError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH}");
            return self.fail(ParseErrorKind::TooDeep, self.token.span, message);
        }
        let node = self.expression_inside(min);
        self.depth -= 1;
        node
    }

    fn expression_inside(&mut self, min: u8) -> Result<Node, ParseError> {
        let mut left = self.prefix()?;
        loop {
            let Some((power, right_power)) = binding(self.token.kind) else {
                return Ok(left);
            };
            if power < min {
                return Ok(left);
            }
            let operator = self.advance()?;
            if operator.kind == TokenKind::Question {
                let yes = self.expression(0)?;
                self.expect(TokenKind::Colon)?;
                let no = self.expression(right_power)?;
                let span = left.span.to(no.span);
                left = self.call("if", vec![left, yes, no], span)?;
                continue;
            }
            let right = self.expression(right_power)?;
            let span = left.span.to(right.span);
            left = self.call(self.slice(operator.span), vec![left, right], span)?;
        }
    }

    fn prefix(&mut self) -> Result<Node, ParseError> {
        let name = match self.token.kind {
            TokenKind::Not => "!",
            TokenKind::Minus => "-",
            TokenKind::Plus => "+",
            _ => return self.primary(),
        };
        let operator = self.advance()?;
        let operand = self.expression(power::PREFIX)?;
        let span = operator.span.to(operand.span);
        let args = if name == "!" {
            vec![operand]
        } else {
            vec![Node::new(Kind::Number(0.0), operator.span), operand]
        };
        self.call(name, args, span)
    }

    fn primary(&mut self) -> Result<Node, ParseError> {
        let start = self.token.span;
        let mut node = self.atom()?;
        loop {
            match self.token.kind {
                TokenKind::Dot => {
                    self.advance()?;
                    let name = self.expect(TokenKind::Identifier)?;
                    node = self.member(node, name.span)?;
                }
                TokenKind::OpenSquare => {
                    self.advance()?;
                    let index = self.expression(0)?;
                    let close = self.expect(TokenKind::CloseSquare)?;
                    let span = node.span.to(close.span);
                    node = self.node(Kind::Element(Box::new(node), Box::new(index)), span)?;
                }
                TokenKind::Not | TokenKind::OpenParen => {
                    let end = self.token.span.start;
                    let callee = Span {
                        start: start.start,
                        end,
                    };
                    if self.token.kind == TokenKind::Not {
                        self.advance()?;
                        return Err(self.unknown_with_mark(callee));
                    }
                    self.advance()?;
                    let args = self.arguments(TokenKind::CloseParen)?;
                    let close = self.expect(TokenKind::CloseParen)?;
                    let name = self.slice(callee).trim_end();
                    node = self.call(name, args, callee.to(close.span))?;
                }
                _ => return Ok(node),
            }
        }
    }

    /// `name!(…)`: a form of the grammar that no prebuilt function has.
    fn unknown_with_mark(&self, callee: Span) -> ParseError {
        if self.token.kind != TokenKind::OpenParen {
            return self.unexpected("an operator or the end");
        }
        let message = format!("there is no function `{}!`", self.slice(callee).trim_end());
        ParseError::new(ParseErrorKind::UnknownFunction, self.text, callee, message)
    }

    fn atom(&mut self) -> Result<Node, ParseError> {
        let span = self.token.span;
        let kind = match self.token.kind {
            TokenKind::OpenParen => {
                self.advance()?;
                let node = self.expression(0)?;
                self.expect(TokenKind::CloseParen)?;
                return Ok(node);
            }
            TokenKind::OpenSquare => {
                self.advance()?;
                let args = self.arguments(TokenKind::CloseSquare)?;
                let close = self.expect(TokenKind::CloseSquare)?;
                return self.call("createArray", args, span.to(close.span));
            }
            TokenKind::OpenCurly => return self.object(),
            TokenKind::Number => Kind::Number(self.slice(span).parse().unwrap_or(f64::INFINITY)),
            TokenKind::Text => Kind::Text(super::strings::unescape(self.slice(span)).into()),
            TokenKind::Template => {
                let node = super::interpolation::parse_template(
                    self.slice(span),
                    span,
                    self.names,
                    self.depth + 1,
                )
                .map_err(|e| e.moved(self.text, span.start as usize))?;
                self.advance()?;
                return Ok(node);
            }
            TokenKind::Identifier => match self.slice(span) {
                "true" => Kind::Bool(true),
                "false" => Kind::Bool(false),
                "null" => Kind::Null,
                "undefined" => Kind::Undefined,
                name => Kind::Name(name.into()),
            },
            _ => return Err(self.unexpected("an expression")),
        };
        self.advance()?;
        Ok(Node::new(kind, span))
    }

    fn object(&mut self) -> Result<Node, ParseError> {
        let open = self.advance()?;
        let mut pairs: Vec<(Box<str>, Node)> = Vec::new();
        while self.token.kind != TokenKind::CloseCurly {
            if !pairs.is_empty() {
                self.expect(TokenKind::Comma)?;
            }
            let key = match self.token.kind {
                TokenKind::Identifier => self.slice(self.token.span),
                TokenKind::Text => {
                    let text = self.slice(self.token.span);
                    text.get(1..text.len() - 1).unwrap_or_default()
                }
                _ => return Err(self.unexpected("a name, a text or `}`")),
            };
            self.advance()?;
            self.expect(TokenKind::Colon)?;
            pairs.push((key.into(), self.expression(0)?));
        }
        let close = self.expect(TokenKind::CloseCurly)?;
        let span = open.span.to(close.span);
        if pairs.iter().any(|(name, _)| ends_in_backslash(name)) {
            return self.object_by_calls(pairs, span);
        }
        self.node(Kind::Object(pairs), span)
    }

    /// An object as the calls that it stands for. No key in quotes can be written that ends in a
    /// single backslash, wherever it stands, but a text can.
    fn object_by_calls(
        &self,
        pairs: Vec<(Box<str>, Node)>,
        span: Span,
    ) -> Result<Node, ParseError> {
        let text = |text: &str| Node::new(Kind::Text(text.into()), span);
        let empty = self.call("json", vec![text("{}")], span)?;
        pairs.into_iter().try_fold(empty, |object, (name, value)| {
            self.call("setProperty", vec![object, text(&name), value], span)
        })
    }

    /// Arguments up to `end`, which stays. A lambda `x => body` is two arguments.
    fn arguments(&mut self, end: TokenKind) -> Result<Vec<Node>, ParseError> {
        if self.token.kind == end {
            return Ok(Vec::new());
        }
        let mut args = Vec::with_capacity(3);
        loop {
            let start = self.token;
            let arg = self.expression(0)?;
            let name = start.kind == TokenKind::Identifier
                && self.slice(start.span) == self.slice(start.span.to(arg.span))
                && arg.name().is_some();
            args.push(arg);
            if self.token.kind == TokenKind::Arrow && name {
                self.advance()?;
                args.push(self.expression(0)?);
            }
            if self.token.kind != TokenKind::Comma {
                return Ok(args);
            }
            self.advance()?;
        }
    }

    /// `node.name`, joined to the chain that `node` is the end of.
    fn member(&mut self, node: Node, name: Span) -> Result<Node, ParseError> {
        let property: Box<str> = self.slice(name).into();
        let span = node.span.to(name);
        if node.types() & super::ast::types::OBJECT == 0 {
            let message = format!("`{property}` needs an object before the dot");
            return self.fail(ParseErrorKind::ArgumentType, span, message);
        }
        let mut path = into_path(node);
        path.steps.push(Step::Property(property));
        self.node(Kind::Path(Box::new(path)), span)
    }

    fn call(&self, name: &str, mut args: Vec<Node>, span: Span) -> Result<Node, ParseError> {
        let target = if let Some(function) = functions::find(name) {
            if let Err((kind, message)) = check::check(function, &args) {
                return self.fail(kind, span, message);
            }
            if function.name == "Accessor" && !is_path_text(&args[0]) {
                return Ok(accessor(args, span));
            }
            if function.name == "Accessor" {
                args.reverse();
                return self.call("getProperty", args, span);
            }
            if function.name == "Element" && args.len() == 2 {
                let index = args.remove(1);
                let kind = Kind::Element(Box::new(args.remove(0)), Box::new(index));
                return self.node(kind, span);
            }
            Target::Prebuilt(function)
        } else if let Some(custom) = self.names.functions.get(name) {
            Target::Custom(name.into(), custom)
        } else if let Some(feature) = functions::feature_of(name) {
            let message = format!("`{name}` needs the feature `{feature}`, which is off");
            return self.fail(ParseErrorKind::FeatureOff, span, message);
        } else if self.names.unknown == UnknownFunctions::Keep {
            Target::Unknown(name.into())
        } else {
            let message = match functions::nearest(name) {
                Some(near) => format!("there is no function `{name}`; is `{near}` meant?"),
                None => format!("there is no function `{name}`"),
            };
            return self.fail(ParseErrorKind::UnknownFunction, span, message);
        };
        self.node(Kind::Call(Box::new(Call { target, args })), span)
    }
}

/// Whether a backslash at the end would take the quote after it into the text.
fn ends_in_backslash(text: &str) -> bool {
    text.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

/// The chain that a node is the end of. Items in the middle of a chain become steps of it.
fn into_path(node: Node) -> Path {
    match node.kind {
        Kind::Name(name) => Path {
            base: Base::Name(name),
            steps: Vec::new(),
        },
        Kind::Path(path) => *path,
        Kind::Element(instance, index) => {
            let mut path = into_path(*instance);
            path.steps.push(Step::Index(*index));
            path
        }
        _ => Path {
            base: Base::Value(node),
            steps: Vec::new(),
        },
    }
}

/// Whether the name of an `Accessor` is a path that has to be taken apart.
fn is_path_text(name: &Node) -> bool {
    matches!(&name.kind, Kind::Text(text) if text.contains(['.', '[', ']']))
}

/// `Accessor('name')` and `Accessor('name', value)`: the long forms of `name` and `value.name`.
fn accessor(mut args: Vec<Node>, span: Span) -> Node {
    let owner = (args.len() > 1).then(|| args.remove(1));
    let name = match args.pop().map(|n| n.kind) {
        Some(Kind::Text(name)) => name,
        _ => "".into(),
    };
    let kind = match owner {
        // Nothing is looked up in it.
        Some(owner) if name.is_empty() => owner.kind,
        None => Kind::Name(name),
        Some(owner) => {
            let mut path = into_path(owner);
            path.steps.push(Step::Property(name));
            Kind::Path(Box::new(path))
        }
    };
    Node::new(kind, span)
}

/// The power of an operator and the least power of its right side.
fn binding(kind: TokenKind) -> Option<(u8, u8)> {
    use TokenKind as T;
    let power = match kind {
        T::Question => power::TERNARY,
        T::Coalesce => power::COALESCE,
        T::OrOr => power::OR,
        T::AndAnd => power::AND,
        T::Less | T::LessEqual | T::Greater | T::GreaterEqual => power::COMPARE,
        T::And => power::CONCAT,
        T::Equal | T::NotEqual => power::EQUAL,
        T::Plus | T::Minus => power::ADD,
        T::Star | T::Slash | T::Percent => power::MULTIPLY,
        T::Caret => return Some((power::POWER, power::POWER)),
        _ => return None,
    };
    Some((power, power + 1))
}
