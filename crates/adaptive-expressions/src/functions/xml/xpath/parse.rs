//! Parsing paths.

use super::{Axis, Expr, Step, Test};

const MAX_DEPTH: u32 = 32;

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
            return if self.eat(")") {
                Ok(inner)
            } else {
                Err("expected `)`".to_owned())
            };
        }
        if let Some(quote) = self.rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            let inner = &self.rest[1..];
            let end = inner.find(quote).ok_or("a text does not end")?;
            self.rest = inner[end + 1..].trim_start();
            return Ok(Expr::Text(inner[..end].to_owned()));
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
        if !name.is_empty() && after.starts_with('(') && !matches!(name, "text" | "node") {
            self.rest = after;
            self.eat("(");
            return self
                .arguments()
                .map(|args| Expr::Call(name.to_owned(), args));
        }
        self.path()
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
        let below = Step {
            axis: Axis::DescendantOrSelf,
            test: Test::Node,
            predicates: Vec::new(),
        };
        let mut steps = Vec::new();
        let mut absolute = true;
        if self.eat("//") {
            steps.push(below);
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
        loop {
            steps.push(self.step()?);
            if self.eat("//") {
                let test = Test::Node;
                steps.push(Step {
                    axis: Axis::DescendantOrSelf,
                    test,
                    predicates: Vec::new(),
                });
            } else if !self.eat("/") {
                return Ok(Expr::Path(absolute, steps));
            }
        }
    }

    fn step(&mut self) -> Result<Step, String> {
        let (axis, test) = if self.eat("..") {
            (Axis::Parent, Test::Node)
        } else if self.eat(".") {
            (Axis::Itself, Test::Node)
        } else {
            let axis = if self.eat("@") || self.eat("attribute::") {
                Axis::Attribute
            } else if self.eat("descendant-or-self::") {
                Axis::DescendantOrSelf
            } else if self.eat("parent::") {
                Axis::Parent
            } else if self.eat("self::") {
                Axis::Itself
            } else {
                self.eat("child::");
                Axis::Child
            };
            (axis, self.test()?)
        };
        let mut predicates = Vec::new();
        while self.eat("[") {
            predicates.push(self.binary(0)?);
            if !self.eat("]") {
                return Err("expected `]`".to_owned());
            }
        }
        Ok(Step {
            axis,
            test,
            predicates,
        })
    }

    fn test(&mut self) -> Result<Test, String> {
        if self.eat("*") {
            return Ok(Test::Any);
        }
        let name = self.name();
        if name.is_empty() || name.contains("::") {
            return Err(format!("expected a name before `{}`", self.rest));
        }
        self.rest = self.rest[name.len()..].trim_start();
        if matches!(name, "text" | "node") && self.eat("(") {
            let test = if name == "text" {
                Test::Text
            } else {
                Test::Node
            };
            return if self.eat(")") {
                Ok(test)
            } else {
                Err("expected `)`".to_owned())
            };
        }
        Ok(Test::Name(name.to_owned()))
    }
}
