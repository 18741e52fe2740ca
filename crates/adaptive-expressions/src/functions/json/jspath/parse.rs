//! Parsing paths.

use super::token::{self, Token};
use super::{Expr, Name, Part, Path, Query, Start};
use crate::value::{Text, Val};

const MAX_DEPTH: u32 = 32;
/// Most operators of one level in a row.
const MAX_CHAIN: usize = 64;

const EQUALITY: [&str; 16] = [
    "==", "!=", "===", "!==", "^==", "==^", "^=", "=^", "$==", "==$", "$=", "=$", "*==", "==*",
    "*=", "=*",
];

pub(in crate::functions::json) fn parse(text: &str) -> Result<Query, String> {
    let mut parser = Parser {
        rest: text,
        token: Token::End,
        depth: 0,
    };
    parser.advance()?;
    let query = parser.concat()?;
    match parser.token {
        Token::End => Ok(query),
        _ => Err(parser.unexpected()),
    }
}

struct Parser<'t> {
    /// What follows the token.
    rest: &'t str,
    token: Token,
    depth: u32,
}

impl Parser<'_> {
    fn advance(&mut self) -> Result<Token, String> {
        let (token, len) = token::next(self.rest)?;
        self.rest = &self.rest[len..];
        Ok(std::mem::replace(&mut self.token, token))
    }

    fn at(&self, sign: &str) -> bool {
        matches!(self.token, Token::Sign(found) if found == sign)
    }

    /// The sign, when it is one of `signs`.
    fn one_of(&self, signs: &[&str]) -> Option<&'static str> {
        match self.token {
            Token::Sign(found) if signs.contains(&found) => Some(found),
            _ => None,
        }
    }

    fn eat(&mut self, sign: &str) -> Result<bool, String> {
        let found = self.at(sign);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.eat(sign)? {
            Ok(())
        } else {
            Err(format!("expected `{sign}`"))
        }
    }

    fn unexpected(&self) -> String {
        match &self.token {
            Token::End => "unexpected end".to_owned(),
            _ => format!("unexpected text before `{}`", self.rest),
        }
    }

    fn deeper<T>(
        &mut self,
        parse: impl FnOnce(&mut Self) -> Result<T, String>,
    ) -> Result<T, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("nested too deep".to_owned());
        }
        let result = parse(self);
        self.depth -= 1;
        result
    }

    fn concat(&mut self) -> Result<Query, String> {
        let mut all = vec![self.concat_part()?];
        while self.eat("|")? {
            all.push(self.concat_part()?);
        }
        Ok(match all.pop() {
            Some(only) if all.is_empty() => only,
            last => {
                all.extend(last);
                Query::Concat(all)
            }
        })
    }

    fn concat_part(&mut self) -> Result<Query, String> {
        if self.at("(") {
            return self.deeper(Self::group);
        }
        self.path().map(Query::Path)
    }

    /// `(path | path)` and the predicates on it.
    fn group(&mut self) -> Result<Query, String> {
        self.expect("(")?;
        let inner = self.concat()?;
        self.expect(")")?;
        let mut parts = Vec::new();
        while let Some(part) = self.predicate()? {
            parts.push(part);
        }
        if parts.is_empty() {
            return Ok(inner);
        }
        Ok(Query::Path(match inner {
            Query::Path(mut path) => {
                path.parts.append(&mut parts);
                path
            }
            Query::Concat(all) => {
                parts.insert(0, Part::Concat(all));
                Path {
                    start: Start::Here,
                    parts,
                }
            }
        }))
    }

    fn predicate(&mut self) -> Result<Option<Part>, String> {
        if self.eat("[")? {
            let part = self.position()?;
            self.expect("]")?;
            return Ok(Some(part));
        }
        if self.eat("{")? {
            let filter = self.or()?;
            self.expect("}")?;
            return Ok(Some(Part::Filter(filter)));
        }
        if self.at("(") {
            return Ok(Some(match self.deeper(Self::group)? {
                Query::Concat(all) => Part::Concat(all),
                Query::Path(_) => Part::Ignored,
            }));
        }
        Ok(None)
    }

    fn at_path(&self) -> bool {
        matches!(&self.token, Token::Name(name) if name.starts_with('$'))
            || self.one_of(&[".", "..", "^"]).is_some()
    }

    fn path(&mut self) -> Result<Path, String> {
        if !self.at_path() {
            return Err(self.unexpected());
        }
        let start = match &self.token {
            Token::Name(name) if name.len() > 1 => Start::Outside,
            Token::Sign("^") => Start::Root,
            _ => Start::Here,
        };
        if !self.at(".") && !self.at("..") {
            self.advance()?;
        }
        let mut parts = Vec::new();
        loop {
            if self.eat("..")? {
                parts.push(Part::Descendant(self.name()?));
            } else if self.eat(".")? {
                parts.push(Part::Child(self.name()?));
            } else if let Some(part) = self.predicate()? {
                parts.push(part);
            } else {
                return Ok(Path { start, parts });
            }
        }
    }

    fn name(&mut self) -> Result<Name, String> {
        if self.eat("*")? {
            return Ok(Name::Any);
        }
        let (Token::Name(name) | Token::Text(name)) = &mut self.token else {
            return Ok(Name::None);
        };
        let name = std::mem::take(name);
        self.advance()?;
        // The language takes an empty name for none.
        Ok(if name.is_empty() {
            Name::None
        } else {
            Name::Is(name)
        })
    }

    fn position(&mut self) -> Result<Part, String> {
        if self.eat(":")? {
            return Ok(Part::Range(None, Some(self.unary()?)));
        }
        let from = self.unary()?;
        if !self.eat(":")? {
            return Ok(Part::Index(from));
        }
        let to = if self.at("]") {
            None
        } else {
            Some(self.unary()?)
        };
        Ok(Part::Range(Some(from), to))
    }

    fn or(&mut self) -> Result<Expr, String> {
        self.deeper(|this| {
            let mut all = vec![this.and()?];
            while this.eat("||")? {
                all.push(this.and()?);
            }
            Ok(only(all, Expr::Or))
        })
    }

    fn and(&mut self) -> Result<Expr, String> {
        let mut all = vec![self.equality()?];
        while self.eat("&&")? {
            all.push(self.equality()?);
        }
        Ok(only(all, Expr::And))
    }

    fn equality(&mut self) -> Result<Expr, String> {
        let left = self.relation()?;
        match self.one_of(&EQUALITY) {
            Some(operator) => {
                self.advance()?;
                let right = self.deeper(Self::equality)?;
                Ok(Expr::Compare(Box::new(left), operator, Box::new(right)))
            }
            None => Ok(left),
        }
    }

    fn relation(&mut self) -> Result<Expr, String> {
        let left = self.chain(&["+", "-"], |this| {
            this.chain(&["*", "/", "%"], Self::unary)
        })?;
        match self.one_of(&["<", ">", "<=", ">="]) {
            Some(operator) => {
                self.advance()?;
                let right = self.deeper(Self::relation)?;
                Ok(Expr::Compare(Box::new(left), operator, Box::new(right)))
            }
            None => Ok(left),
        }
    }

    fn chain(
        &mut self,
        signs: &[&str],
        next: impl Fn(&mut Self) -> Result<Expr, String>,
    ) -> Result<Expr, String> {
        let mut left = next(self)?;
        let mut length = 0;
        while let Some(operator) = self.one_of(signs) {
            length += 1;
            if length > MAX_CHAIN {
                return Err("too many operators".to_owned());
            }
            self.advance()?;
            left = Expr::Math(Box::new(left), operator, Box::new(next(self)?));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr, String> {
        if self.eat("!")? {
            let inner = self.deeper(Self::unary)?;
            return Ok(Expr::Not(Box::new(inner)));
        }
        if self.eat("-")? {
            let inner = self.deeper(Self::unary)?;
            return Ok(Expr::Negate(Box::new(inner)));
        }
        if self.at_path() {
            return self.path().map(Expr::Path);
        }
        if self.eat("(")? {
            let inner = self.or()?;
            self.expect(")")?;
            return Ok(inner);
        }
        let literal = match &mut self.token {
            Token::Text(text) => Val::Str(Text::from(std::mem::take(text))),
            Token::Number(n) => Val::Num(*n),
            Token::Bool(b) => Val::Bool(*b),
            Token::Null => Val::Null,
            _ => return Err(self.unexpected()),
        };
        self.advance()?;
        Ok(Expr::Literal(literal))
    }
}

/// The one expression, or all of them.
fn only(mut all: Vec<Expr>, join: impl FnOnce(Vec<Expr>) -> Expr) -> Expr {
    match all.pop() {
        Some(one) if all.is_empty() => one,
        last => {
            all.extend(last);
            join(all)
        }
    }
}
