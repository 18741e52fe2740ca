//! The compiled tree.

use std::sync::Arc;

use crate::custom::CustomFunction;
use crate::error::Span;
use crate::functions::Function;

/// A node with its place in the text.
#[derive(Debug, Clone)]
pub struct Node {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
    /// Levels of nodes from here to the deepest leaf.
    pub(crate) height: u32,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(Box<str>),
    /// A name of the scope or of a lambda.
    Name(Box<str>),
    /// A chain of properties and items that ends with a property.
    Path(Box<Path>),
    /// `instance[index]`
    Element(Box<Node>, Box<Node>),
    Call(Box<Call>),
    /// A text in backticks: it joins its parts.
    Interpolation(Vec<Node>),
    /// `{name: value}`
    Object(Vec<(Box<str>, Node)>),
}

/// A chain of properties and items.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Path {
    pub(crate) base: Base,
    /// Ends with a property.
    pub(crate) steps: Vec<Step>,
}

/// Where a chain begins.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Base {
    /// A name of the scope or of a lambda.
    Name(Box<str>),
    /// The value of an expression.
    Value(Node),
}

/// One step of a chain.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    Property(Box<str>),
    Index(Node),
}

impl Step {
    pub(crate) fn is_property(&self) -> bool {
        matches!(self, Self::Property(_))
    }
}

/// A call of a function or operator.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    pub(crate) target: Target,
    pub(crate) args: Vec<Node>,
}

/// What is called.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    Prebuilt(&'static Function),
    Custom(Box<str>, Arc<CustomFunction>),
    /// Kept to fail when it is evaluated.
    Unknown(Box<str>),
}

/// Types that an expression may have, as bits.
pub(crate) mod types {
    pub(crate) const BOOLEAN: u8 = 1;
    pub(crate) const NUMBER: u8 = 2;
    /// Any type.
    pub(crate) const OBJECT: u8 = 4;
    pub(crate) const STRING: u8 = 8;
    pub(crate) const ARRAY: u8 = 16;
}

impl Node {
    pub(crate) fn new(kind: Kind, span: Span) -> Self {
        let below = match &kind {
            Kind::Path(path) => {
                let base = match &path.base {
                    Base::Name(_) => 0,
                    Base::Value(node) => node.height,
                };
                let steps = path.steps.iter().map(|step| match step {
                    Step::Property(_) => 0,
                    Step::Index(node) => node.height,
                });
                base.max(steps.max().unwrap_or(0))
            }
            Kind::Element(instance, index) => instance.height.max(index.height),
            Kind::Call(call) => highest(call.args.iter()),
            Kind::Interpolation(parts) => highest(parts.iter()),
            Kind::Object(pairs) => highest(pairs.iter().map(|(_, value)| value)),
            _ => 0,
        };
        Self {
            kind,
            span,
            height: below + 1,
        }
    }

    /// The types its value may have, as far as the text shows.
    pub(crate) fn types(&self) -> u8 {
        match &self.kind {
            Kind::Undefined
            | Kind::Null
            | Kind::Name(_)
            | Kind::Path(_)
            | Kind::Element(..)
            | Kind::Object(_) => types::OBJECT,
            Kind::Bool(_) => types::BOOLEAN,
            Kind::Number(_) => types::NUMBER,
            Kind::Text(_) => types::STRING,
            Kind::Interpolation(_) => types::STRING | types::ARRAY,
            Kind::Call(call) => match &call.target {
                Target::Prebuilt(function) => function.returns,
                Target::Custom(..) => types::OBJECT,
                Target::Unknown(_) => types::STRING,
            },
        }
    }

    /// Where it stands in the text.
    pub fn span(&self) -> Span {
        self.span
    }
}

fn highest<'n>(nodes: impl Iterator<Item = &'n Node>) -> u32 {
    nodes.map(|node| node.height).max().unwrap_or(0)
}

impl Node {
    /// Calls `f` for the node and all nodes below it.
    pub(crate) fn visit<'n>(&'n self, f: &mut impl FnMut(&'n Node)) {
        f(self);
        match &self.kind {
            Kind::Path(path) => {
                if let Base::Value(node) = &path.base {
                    node.visit(f);
                }
                for step in &path.steps {
                    if let Step::Index(node) = step {
                        node.visit(f);
                    }
                }
            }
            Kind::Element(instance, index) => {
                instance.visit(f);
                index.visit(f);
            }
            Kind::Call(call) => call.args.iter().for_each(|node| node.visit(f)),
            Kind::Interpolation(parts) => parts.iter().for_each(|node| node.visit(f)),
            Kind::Object(pairs) => pairs.iter().for_each(|(_, node)| node.visit(f)),
            _ => {}
        }
    }

    pub(crate) fn unknown_function(&self) -> Option<&str> {
        match &self.kind {
            Kind::Call(call) => match &call.target {
                Target::Unknown(name) => Some(name),
                _ => None,
            },
            _ => None,
        }
    }

    /// The parts of a text in backticks or of a call of `concat`; any other node as it is.
    pub(crate) fn into_concat_parts(self) -> Result<Vec<Node>, Node> {
        match self.kind {
            Kind::Interpolation(parts) => Ok(parts),
            Kind::Call(call) if call.target.is_prebuilt("concat") => Ok(call.args),
            kind => Err(Self { kind, ..self }),
        }
    }
}

impl Target {
    fn is_prebuilt(&self, name: &str) -> bool {
        matches!(self, Self::Prebuilt(function) if function.name == name)
    }
}

impl Node {
    /// The name, if it is nothing else.
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Name(name) => Some(name),
            _ => None,
        }
    }

    /// Whether both are the same name.
    pub(crate) fn is_same_name(&self, other: &Self) -> bool {
        matches!((self.name(), other.name()), (Some(a), Some(b)) if a == b)
    }

    /// Whether it is a chain that begins with a name.
    pub(crate) fn is_assignable(&self) -> bool {
        match &self.kind {
            Kind::Name(_) => true,
            Kind::Path(path) => matches!(path.base, Base::Name(_)),
            Kind::Element(instance, _) => instance.is_assignable(),
            _ => false,
        }
    }
}

/// The same tree; where it stands in a text does not count.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl PartialEq for Target {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Prebuilt(a), Self::Prebuilt(b)) => a.name == b.name,
            (Self::Custom(a, f), Self::Custom(b, g)) => a == b && Arc::ptr_eq(f, g),
            (Self::Unknown(a), Self::Unknown(b)) => a == b,
            _ => false,
        }
    }
}
