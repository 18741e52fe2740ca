//! Parsing paths.

use super::{Axis, Expr, Step, Test};

const MAX_DEPTH: u32 = 32;

/// Names that look like functions in a path.
const NODE_TESTS: [&str; 4] = ["text", "node", "comment", "processing-instruction"];

/// Binary operators, loosest first.
const LEVELS: [&[&str]; 7] = [
    &["or"],
    &["and"],
    &["=", "!="],
    &["<=", ">=", "<", ">"],
    &["+", "-"],
    &["*", "div", "mod"],
    &["|"],
];

pub(in crate::functions::xml) fn parse(text: &str) -> Result<Expr, String> {
    let mut parser = Parser {
        rest: text.trim(),
        depth: 0,
    };
    let expr = parser.binary(0)?;
    if parser.rest.is_empty() {
        Ok(expr)
    } else {
        Err(format!("unexpected `{}`", parser.rest))
    }
}

struct Parser<'t> {
    rest: &'t str,
    depth: u32,
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')
}

impl<'t> Parser<'t> {
    fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn operator(&mut self, level: usize) -> Option<&'static str> {
        let found = LEVELS[level].iter().copied().find(|token| {
            let word = token.starts_with(|c: char| c.is_alphabetic());
            self.rest
                .strip_prefix(token)
                .is_some_and(|rest| !word || !rest.starts_with(is_name))
        })?;
        self.eat(found);
        Some(found)
    }

    fn binary(&mut self, level: usize) -> Result<Expr, String> {
        if level == LEVELS.len() {
            return self.unary();
        }
        if level == 0 {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err("nested too deep".to_owned());
            }
        }
        let mut left = self.binary(level + 1)?;
        let mut chain = 0;
        while let Some(operator) = self.operator(level) {
            chain += 1;
            if chain > MAX_DEPTH {
                return Err("too many operators".to_owned());
            }
            let right = self.binary(level + 1)?;
            left = Expr::Binary(operator, Box::new(left), Box::new(right));
        }
        if level == 0 {
            self.depth -= 1;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr, String> {
        if self.eat("-") {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err("nested too deep".to_owned());
            }
            let inner = self.unary()?;
            self.depth -= 1;
            return Ok(Expr::Negate(Box::new(inner)));
        }
        if self.eat("(") {
            let inner = self.binary(0)?;
            self.expect(")")?;
            return self.filtered(inner);
        }
        if let Some(text) = self.literal()? {
            return Ok(Expr::Text(text));
        }
        let digits = self.rest.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (number, rest) = self.rest.split_at(digits.unwrap_or(self.rest.len()));
        if number.starts_with(|c: char| c.is_ascii_digit()) {
            self.rest = rest.trim_start();
            return number
                .parse()
                .map(Expr::Number)
                .map_err(|_| "expected a number".to_owned());
        }
        let name = self.name();
        let after = self.rest[name.len()..].trim_start();
        if !name.is_empty() && after.starts_with('(') && !NODE_TESTS.contains(&name) {
            self.rest = after;
            self.eat("(");
            let args = self.arguments()?;
            return self.filtered(Expr::Call(name.to_owned(), args));
        }
        self.path()
    }

    /// What may follow an expression that answers with nodes: predicates and steps.
    fn filtered(&mut self, inner: Expr) -> Result<Expr, String> {
        let predicates = self.predicates()?;
        let mut steps = Vec::new();
        if self.eat("//") {
            steps.push(Step::anywhere());
            self.steps(&mut steps)?;
        } else if self.eat("/") {
            self.steps(&mut steps)?;
        }
        Ok(if predicates.is_empty() && steps.is_empty() {
            inner
        } else {
            Expr::Filter(Box::new(inner), predicates, steps)
        })
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        if self.eat(token) {
            Ok(())
        } else {
            Err(format!("expected `{token}` before `{}`", self.rest))
        }
    }

    fn name(&self) -> &'t str {
        &self.rest[..self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len())]
    }

    fn arguments(&mut self) -> Result<Vec<Expr>, String> {
        let mut args = Vec::new();
        while !self.eat(")") {
            if !args.is_empty() && !self.eat(",") {
                return Err("expected `,` or `)`".to_owned());
            }
            args.push(self.binary(0)?);
        }
        Ok(args)
    }

    fn path(&mut self) -> Result<Expr, String> {
        let mut steps = Vec::new();
        let mut absolute = true;
        if self.eat("//") {
            steps.push(Step::anywhere());
        } else if self.eat("/") {
            if !self
                .rest
                .starts_with(|c| is_name(c) || matches!(c, '*' | '@'))
            {
                return Ok(Expr::Path(true, steps));
            }
        } else {
            absolute = false;
        }
        self.steps(&mut steps)?;
        Ok(Expr::Path(absolute, steps))
    }

    fn steps(&mut self, steps: &mut Vec<Step>) -> Result<(), String> {
        loop {
            steps.push(self.step()?);
            if self.eat("//") {
                steps.push(Step::anywhere());
            } else if !self.eat("/") {
                return Ok(());
            }
        }
    }

    fn step(&mut self) -> Result<Step, String> {
        let (axis, test) = if self.eat("..") {
            (Axis::Parent, Test::Node)
        } else if self.eat(".") {
            (Axis::Itself, Test::Node)
        } else {
            (self.axis()?, self.test()?)
        };
        let predicates = self.predicates()?;
        Ok(Step {
            axis,
            test,
            predicates,
        })
    }

    fn axis(&mut self) -> Result<Axis, String> {
        if self.eat("@") {
            return Ok(Axis::Attribute);
        }
        let Some((name, rest)) = self.name().split_once("::") else {
            return Ok(Axis::Child);
        };
        let axis = match name {
            "child" => Axis::Child,
            "descendant" => Axis::Descendant,
            "descendant-or-self" => Axis::DescendantOrSelf,
            "attribute" => Axis::Attribute,
            "self" => Axis::Itself,
            "parent" => Axis::Parent,
            "ancestor" => Axis::Ancestor,
            "ancestor-or-self" => Axis::AncestorOrSelf,
            "following-sibling" => Axis::FollowingSibling,
            "preceding-sibling" => Axis::PrecedingSibling,
            "following" => Axis::Following,
            "preceding" => Axis::Preceding,
            _ => return Err(format!("there is no axis `{name}`")),
        };
        let len = self.name().len() - rest.len();
        self.rest = self.rest[len..].trim_start();
        Ok(axis)
    }

    fn predicates(&mut self) -> Result<Vec<Expr>, String> {
        let mut predicates = Vec::new();
        while self.eat("[") {
            predicates.push(self.binary(0)?);
            self.expect("]")?;
        }
        Ok(predicates)
    }

    fn test(&mut self) -> Result<Test, String> {
        if self.eat("*") {
            return Ok(Test::Any);
        }
        let name = self.name();
        if name.is_empty() {
            return Err(format!("expected a name before `{}`", self.rest));
        }
        self.rest = self.rest[name.len()..].trim_start();
        if NODE_TESTS.contains(&name) && self.eat("(") {
            let test = match name {
                "text" => Test::Text,
                "comment" => Test::Comment,
                "processing-instruction" => Test::Instruction(self.literal()?),
                _ => Test::Node,
            };
            self.expect(")")?;
            return Ok(test);
        }
        match name.split_once(':') {
            Some((prefix, _)) if prefix != "xml" => Err(format!("there is no prefix `{prefix}`")),
            _ => Ok(Test::Name(name.to_owned())),
        }
    }

    /// A text in quotes, if there is one.
    fn literal(&mut self) -> Result<Option<String>, String> {
        let quote = self.rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some(quote) = quote else {
            return Ok(None);
        };
        let inner = &self.rest[1..];
        let end = inner.find(quote).ok_or("a text does not end")?;
        self.rest = inner[end + 1..].trim_start();
        Ok(Some(inner[..end].to_owned()))
    }
}

impl Step {
    /// The step of `//`.
    fn anywhere() -> Self {
        Self {
            axis: Axis::DescendantOrSelf,
            test: Test::Node,
            predicates: Vec::new(),
        }
    }
}
