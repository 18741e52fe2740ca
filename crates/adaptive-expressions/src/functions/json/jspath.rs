//! The `JSPath` language.

use serde_json::Value;

use crate::budget::Budget;
use crate::error::EvalError;

const MAX_DEPTH: u32 = 32;

/// A compiled path.
#[derive(Debug)]
pub(super) struct Path {
    root: bool,
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    /// A property; `None` is `*`.
    Child(Option<String>),
    Descendant(Option<String>),
    Index(i64),
    Range(Option<i64>, Option<i64>),
    Filter(Expr),
}

#[derive(Debug)]
enum Expr {
    Or(Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    Compare(Box<Expr>, &'static str, Box<Expr>),
    Path(Path),
    Literal(Value),
}

struct Parser<'t> {
    rest: &'t str,
    depth: u32,
}

/// Longer operators first.
const OPERATORS: [&str; 14] = [
    "===", "!==", "==", "!=", "^==", "$==", "*==", "^=", "$=", "*=", "<=", ">=", "<", ">",
];

pub(super) fn parse(text: &str) -> Result<Path, String> {
    let mut parser = Parser {
        rest: text,
        depth: 0,
    };
    let path = parser.path()?;
    parser.space();
    if parser.rest.is_empty() {
        Ok(path)
    } else {
        Err(format!("unexpected `{}`", parser.rest))
    }
}

impl Parser<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn eat(&mut self, token: &str) -> bool {
        self.space();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        if self.eat(token) {
            Ok(())
        } else {
            Err(format!("expected `{token}`"))
        }
    }

    fn at_path(&mut self) -> bool {
        self.space();
        let equals = self.rest.starts_with("^=") || self.rest.starts_with("$=");
        self.rest.starts_with(['.', '^', '$']) && !equals
    }

    fn path(&mut self) -> Result<Path, String> {
        if !self.at_path() {
            return Err("a path begins with `.`, `..`, `^` or `$`".to_owned());
        }
        let root = self.eat("^");
        if !root {
            // A lone `$` is where the path is applied.
            self.eat("$");
        }
        let mut steps = Vec::new();
        loop {
            if self.eat("..") {
                steps.push(Step::Descendant(self.property()?));
            } else if self.eat(".") {
                match self.property()? {
                    // A dot alone is the value itself.
                    Some(name) if name.is_empty() => {}
                    property => steps.push(Step::Child(property)),
                }
            } else if self.eat("[") {
                steps.push(self.position()?);
            } else if self.eat("{") {
                let filter = self.or()?;
                self.expect("}")?;
                steps.push(Step::Filter(filter));
            } else {
                return Ok(Path { root, steps });
            }
        }
    }

    /// The name after a dot, empty when there is none; `None` is `*`.
    fn property(&mut self) -> Result<Option<String>, String> {
        if let Some(rest) = self.rest.strip_prefix('*') {
            self.rest = rest;
            return Ok(None);
        }
        if self.rest.starts_with(['"', '\'']) {
            return self.string().map(Some);
        }
        let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@');
        let len = self
            .rest
            .find(|c: char| !name(c))
            .unwrap_or(self.rest.len());
        let (found, rest) = self.rest.split_at(len);
        self.rest = rest;
        Ok(Some(found.to_owned()))
    }

    fn string(&mut self) -> Result<String, String> {
        let mut chars = self.rest.char_indices();
        let quote = chars.next().map_or('"', |(_, c)| c);
        let mut out = String::new();
        while let Some((at, c)) = chars.next() {
            match c {
                c if c == quote => {
                    self.rest = &self.rest[at + 1..];
                    return Ok(out);
                }
                '\\' => out.extend(chars.next().map(|(_, c)| c)),
                c => out.push(c),
            }
        }
        Err("a text does not end".to_owned())
    }

    fn integer(&mut self) -> Option<i64> {
        self.space();
        let sign = usize::from(self.rest.starts_with('-'));
        let digits = self.rest[sign..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        let (text, rest) = self.rest.split_at(sign + digits);
        let n = text.parse().ok()?;
        self.rest = rest;
        Some(n)
    }

    fn position(&mut self) -> Result<Step, String> {
        let from = self.integer();
        if self.eat(":") {
            let to = self.integer();
            self.expect("]")?;
            return Ok(Step::Range(from, to));
        }
        self.expect("]")?;
        from.map(Step::Index)
            .ok_or_else(|| "expected an index".to_owned())
    }

    fn or(&mut self) -> Result<Expr, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("nested too deep".to_owned());
        }
        let mut left = self.and()?;
        while self.eat("||") {
            left = Expr::Or(Box::new(left), Box::new(self.and()?));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn and(&mut self) -> Result<Expr, String> {
        let mut left = self.comparison()?;
        while self.eat("&&") {
            left = Expr::And(Box::new(left), Box::new(self.comparison()?));
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Result<Expr, String> {
        let left = self.unary()?;
        match OPERATORS.into_iter().find(|operator| self.eat(operator)) {
            Some(operator) => Ok(Expr::Compare(
                Box::new(left),
                operator,
                Box::new(self.unary()?),
            )),
            None => Ok(left),
        }
    }

    fn unary(&mut self) -> Result<Expr, String> {
        if self.eat("!") {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err("nested too deep".to_owned());
            }
            let inner = self.unary()?;
            self.depth -= 1;
            return Ok(Expr::Not(Box::new(inner)));
        }
        if self.eat("(") {
            let inner = self.or()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.at_path() {
            return self.path().map(Expr::Path);
        }
        if self.rest.starts_with(['"', '\'']) {
            return self.string().map(|text| Expr::Literal(Value::String(text)));
        }
        let word = |c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-');
        let (text, rest) = self
            .rest
            .split_at(self.rest.find(word).unwrap_or(self.rest.len()));
        match serde_json::from_str(text) {
            Ok(value) => {
                self.rest = rest;
                Ok(Expr::Literal(value))
            }
            Err(_) => Err(format!("unexpected `{}`", self.rest)),
        }
    }
}

/// Applies a path. The answer is a list, but a single value when the path ends with an index.
pub(super) fn apply(
    path: &Path,
    document: &Value,
    budget: &mut Budget,
) -> Result<Value, EvalError> {
    let found = select(path, document, document, budget)?;
    if matches!(path.steps.last(), Some(Step::Index(_))) {
        return Ok(found.first().map_or(Value::Null, |value| (*value).clone()));
    }
    let mut total = 0;
    for value in &found {
        crate::eval::charge_json(value, budget, 0)?;
        total += 1;
    }
    budget.step(total)?;
    Ok(Value::Array(found.into_iter().cloned().collect()))
}

fn select<'v>(
    path: &Path,
    at: &'v Value,
    root: &'v Value,
    budget: &mut Budget,
) -> Result<Vec<&'v Value>, EvalError> {
    let mut nodes = Vec::new();
    flatten(if path.root { root } else { at }, &mut nodes, budget)?;
    for step in &path.steps {
        budget.step(1 + nodes.len())?;
        nodes = match step {
            Step::Child(name) => {
                let mut found = Vec::new();
                for node in nodes {
                    children(node, name.as_deref(), &mut found, budget)?;
                }
                found
            }
            Step::Descendant(name) => {
                let mut found = Vec::new();
                for node in nodes {
                    descend(node, name.as_deref(), &mut found, budget)?;
                }
                found
            }
            Step::Index(index) => {
                let len = i64::try_from(nodes.len()).unwrap_or(i64::MAX);
                let index = if *index < 0 { len + index } else { *index };
                usize::try_from(index)
                    .ok()
                    .and_then(|i| nodes.get(i).copied())
                    .into_iter()
                    .collect()
            }
            Step::Range(from, to) => {
                let len = i64::try_from(nodes.len()).unwrap_or(i64::MAX);
                let normal = |i: i64| (if i < 0 { len + i } else { i }).clamp(0, len);
                let (from, to) = (normal(from.unwrap_or(0)), normal(to.unwrap_or(len)));
                let kept = (from..to).filter_map(|i| nodes.get(usize::try_from(i).ok()?).copied());
                kept.collect()
            }
            Step::Filter(filter) => {
                let mut kept = Vec::new();
                for node in nodes {
                    if holds(filter, node, root, budget)? {
                        kept.push(node);
                    }
                }
                kept
            }
        };
    }
    Ok(nodes)
}

/// Lists are replaced by their items.
fn flatten<'v>(
    value: &'v Value,
    out: &mut Vec<&'v Value>,
    budget: &mut Budget,
) -> Result<(), EvalError> {
    match value {
        Value::Array(items) => {
            budget.step(items.len())?;
            out.extend(items);
        }
        value => out.push(value),
    }
    Ok(())
}

fn children<'v>(
    node: &'v Value,
    name: Option<&str>,
    out: &mut Vec<&'v Value>,
    budget: &mut Budget,
) -> Result<(), EvalError> {
    let Value::Object(map) = node else {
        return Ok(());
    };
    match name {
        Some(name) => map
            .get(name)
            .map_or(Ok(()), |value| flatten(value, out, budget)),
        None => map
            .values()
            .try_for_each(|value| flatten(value, out, budget)),
    }
}

fn descend<'v>(
    node: &'v Value,
    name: Option<&str>,
    out: &mut Vec<&'v Value>,
    budget: &mut Budget,
) -> Result<(), EvalError> {
    let mut stack = vec![node];
    while let Some(node) = stack.pop() {
        budget.step(1)?;
        if name == Some("") {
            out.push(node);
        } else {
            children(node, name, out, budget)?;
        }
        match node {
            Value::Array(items) => stack.extend(items.iter().rev()),
            Value::Object(map) => stack.extend(map.values().rev()),
            _ => {}
        }
    }
    Ok(())
}

fn holds(
    filter: &Expr,
    node: &Value,
    root: &Value,
    budget: &mut Budget,
) -> Result<bool, EvalError> {
    budget.step(1)?;
    Ok(match filter {
        Expr::Or(a, b) => holds(a, node, root, budget)? || holds(b, node, root, budget)?,
        Expr::And(a, b) => holds(a, node, root, budget)? && holds(b, node, root, budget)?,
        Expr::Not(inner) => !holds(inner, node, root, budget)?,
        Expr::Literal(value) => !matches!(value, Value::Null | Value::Bool(false)),
        Expr::Path(path) => !select(path, node, root, budget)?.is_empty(),
        Expr::Compare(a, operator, b) => {
            let (left, right) = (
                values(a, node, root, budget)?,
                values(b, node, root, budget)?,
            );
            budget.step(left.len().saturating_mul(right.len()))?;
            left.iter()
                .any(|a| right.iter().any(|b| compare(a, operator, b)))
        }
    })
}

fn values<'v>(
    expr: &'v Expr,
    node: &'v Value,
    root: &'v Value,
    budget: &mut Budget,
) -> Result<Vec<&'v Value>, EvalError> {
    match expr {
        Expr::Path(path) => select(path, node, root, budget),
        Expr::Literal(value) => Ok(vec![value]),
        _ => Ok(Vec::new()),
    }
}

fn compare(a: &Value, operator: &str, b: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let loose =
        |a: &Value, b: &Value| a == b || a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| a == b);
    let order = match (a, b) {
        (Value::String(a), Value::String(b)) => a.partial_cmp(b),
        (a, b) => a
            .as_f64()
            .zip(b.as_f64())
            .and_then(|(a, b)| a.partial_cmp(&b)),
    };
    match operator {
        "===" => loose(a, b),
        "!==" => !loose(a, b),
        "==" => loose(a, b) || text(a) == text(b),
        "!=" => !loose(a, b) && text(a) != text(b),
        "<" => order.is_some_and(std::cmp::Ordering::is_lt),
        ">" => order.is_some_and(std::cmp::Ordering::is_gt),
        "<=" => order.is_some_and(std::cmp::Ordering::is_le),
        ">=" => order.is_some_and(std::cmp::Ordering::is_ge),
        "^==" => text(a).starts_with(&text(b)),
        "$==" => text(a).ends_with(&text(b)),
        "*==" => text(a).contains(&text(b)),
        "^=" => text(a).to_lowercase().starts_with(&text(b).to_lowercase()),
        "$=" => text(a).to_lowercase().ends_with(&text(b).to_lowercase()),
        _ => text(a).to_lowercase().contains(&text(b).to_lowercase()),
    }
}
