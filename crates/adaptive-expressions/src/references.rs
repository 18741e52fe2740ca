//! What an expression reads from its scope: for validators that know the shape of the data.

use crate::Expression;
use crate::error::Span;
use crate::functions::is_lambda;
use crate::syntax::ast::{Base, Call, Kind, Node, Path, Step, Target};

/// A chain of names that an expression reads, such as `repair.owner.name` or `items[0].title`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// From the scope down; never empty.
    pub path: Vec<PathStep>,
    /// Where it stands in the expression.
    pub span: Span,
}

/// One step of a [`Reference`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// A property, compared without case when it is evaluated.
    Name(String),
    /// An item of a list, or a property whose name is computed.
    Item,
}

/// A variable of a lambda, and the chain that it stands for where there is one.
type Variable = (String, Option<Vec<PathStep>>);

impl Expression {
    /// Every chain that it reads. Inside `foreach`, `where` and their kin the variable is replaced
    /// by an item of the list that is walked; chains that begin with anything else than a name
    /// (the answer of a function) are left out from there on.
    pub fn references(&self) -> Vec<Reference> {
        let mut found = Vec::new();
        walk(&self.node, &mut Vec::new(), &mut found);
        found
    }
}

/// Recursion is bounded by [`MAX_DEPTH`](crate::MAX_DEPTH).
fn walk(node: &Node, variables: &mut Vec<Variable>, found: &mut Vec<Reference>) {
    if let Some(path) = chain(node, variables) {
        if !path.is_empty() {
            found.push(Reference {
                path,
                span: node.span(),
            });
        }
        inner(node, variables, found);
        return;
    }
    match &node.kind {
        Kind::Call(call) => match lambda(call) {
            Some((list, variable, body)) => {
                walk(list, variables, found);
                let item =
                    chain(list, variables)
                        .filter(|path| !path.is_empty())
                        .map(|mut path| {
                            path.push(PathStep::Item);
                            path
                        });
                variables.push((variable.to_owned(), item));
                walk(body, variables, found);
                variables.pop();
            }
            None => call
                .args
                .iter()
                .for_each(|node| walk(node, variables, found)),
        },
        Kind::Interpolation(parts) => parts.iter().for_each(|node| walk(node, variables, found)),
        Kind::Object(pairs) => pairs
            .iter()
            .for_each(|(_, node)| walk(node, variables, found)),
        _ => inner(node, variables, found),
    }
}

/// What stands inside a chain: computed indexes, and what it begins with.
fn inner(node: &Node, variables: &mut Vec<Variable>, found: &mut Vec<Reference>) {
    match &node.kind {
        Kind::Path(path) => {
            if let Base::Value(base) = &path.base {
                if chain(base, variables).is_some() {
                    inner(base, variables, found);
                } else {
                    walk(base, variables, found);
                }
            }
            for step in &path.steps {
                if let Step::Index(index) = step {
                    walk(index, variables, found);
                }
            }
        }
        Kind::Element(instance, index) => {
            if chain(instance, variables).is_some() {
                inner(instance, variables, found);
            } else {
                walk(instance, variables, found);
            }
            walk(index, variables, found);
        }
        _ => {}
    }
}

/// The chain that a node is; empty for a variable whose value is not known.
fn chain(node: &Node, variables: &[Variable]) -> Option<Vec<PathStep>> {
    match &node.kind {
        Kind::Name(name) => Some(named(name, variables)),
        Kind::Path(path) => path_chain(path, variables),
        Kind::Element(instance, index) => {
            let mut steps = chain(instance, variables)?;
            if !steps.is_empty() {
                steps.push(match &index.kind {
                    Kind::Text(name) => PathStep::Name(name.to_string()),
                    _ => PathStep::Item,
                });
            }
            Some(steps)
        }
        _ => None,
    }
}

/// The chain of a name; empty for a variable whose value is not known.
fn named(name: &str, variables: &[Variable]) -> Vec<PathStep> {
    match variables.iter().rev().find(|(known, _)| known == name) {
        Some((_, item)) => item.clone().unwrap_or_default(),
        None => vec![PathStep::Name(name.to_owned())],
    }
}

fn path_chain(path: &Path, variables: &[Variable]) -> Option<Vec<PathStep>> {
    let mut steps = match &path.base {
        Base::Name(name) => named(name, variables),
        Base::Value(node) => chain(node, variables)?,
    };
    if steps.is_empty() {
        return Some(steps);
    }
    for step in &path.steps {
        steps.push(match step {
            Step::Property(name) => PathStep::Name(name.to_string()),
            Step::Index(index) => match &index.kind {
                Kind::Text(name) => PathStep::Name(name.to_string()),
                _ => PathStep::Item,
            },
        });
    }
    Some(steps)
}

/// The list, variable and body of a lambda.
fn lambda(call: &Call) -> Option<(&Node, &str, &Node)> {
    let Target::Prebuilt(function) = &call.target else {
        return None;
    };
    let [list, variable, body] = call.args.as_slice() else {
        return None;
    };
    let name = variable.name().filter(|_| is_lambda(function))?;
    Some((list, name, body))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn references(text: &str) -> Vec<String> {
        let expression = Expression::parse(text).unwrap();
        expression
            .references()
            .into_iter()
            .map(|reference| {
                let names: Vec<String> = reference
                    .path
                    .into_iter()
                    .map(|step| match step {
                        PathStep::Name(name) => name,
                        PathStep::Item => "*".to_owned(),
                    })
                    .collect();
                names.join(".")
            })
            .collect()
    }

    #[test]
    fn chains_are_read_from_the_scope_down() {
        assert_eq!(references("a.b.c"), ["a.b.c"]);
        assert_eq!(references("a[0].b"), ["a.*.b"]);
        assert_eq!(references("a['b']"), ["a.b"]);
        assert_eq!(references("a[b.c]"), ["a.*", "b.c"]);
        assert_eq!(references("if(title, title, 'N/A')"), ["title", "title"]);
        assert_eq!(references("1 + 2"), Vec::<String>::new());
        assert_eq!(references("first(items).name"), ["items"]);
    }

    #[test]
    fn the_variable_of_a_lambda_is_an_item_of_its_list() {
        assert_eq!(
            references("foreach(tags, t, t.name)"),
            ["tags", "tags.*.name"]
        );
        assert_eq!(references("where(json(x), t, t.name == y)"), ["x", "y"]);
        assert_eq!(
            references("foreach(a, x, foreach(x.b, y, concat(y.c, x.d, z)))"),
            ["a", "a.*.b", "a.*.b.*.c", "a.*.d", "z"]
        );
    }
}
