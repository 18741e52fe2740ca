//! A value of a description as if every reference had been replaced by what it leads to.

use super::graph::{Graph, is_internal, reference};
use crate::document::{Node, NodeValue};

/// References with something beside them that follow each other.
const LAYERS: usize = 16;

/// A value with its references followed. Beside a `$ref` further members may stand; they win over
/// those of the target.
#[derive(Clone, Debug)]
pub(crate) struct View<'a> {
    graph: &'a Graph<'a>,
    node: &'a Node,
    /// What the members beside references are laid over, nearest first.
    beneath: Vec<&'a Node>,
}

impl<'a> View<'a> {
    pub(crate) fn root(graph: &'a Graph<'a>) -> Self {
        Self::new(graph, graph.root())
    }

    fn new(graph: &'a Graph<'a>, mut node: &'a Node) -> Self {
        let mut layers: Vec<&'a Node> = Vec::new();
        while let Some(target) = graph.target(node) {
            if let NodeValue::Object(members) = &node.value
                && members.len() > 1
                && layers.len() < LAYERS
            {
                layers.push(node);
            } else if layers.len() >= LAYERS {
                break;
            }
            node = target;
        }
        // Nothing can be laid over a value that is no object.
        if layers.is_empty() || !matches!(node.value, NodeValue::Object(_)) {
            return Self {
                graph,
                node,
                beneath: Vec::new(),
            };
        }
        layers.push(node);
        let first = layers.remove(0);
        Self {
            graph,
            node: first,
            beneath: layers,
        }
    }

    /// Where the value stands; for one with something beside its reference, the reference.
    pub(crate) fn node(&self) -> &'a Node {
        self.node
    }

    /// The value, for all that is no object.
    pub(crate) fn value(&self) -> &'a NodeValue {
        &self.node.value
    }

    /// Whether two views show the same place and nothing is laid over it.
    pub(crate) fn place(&self) -> Option<*const Node> {
        self.beneath
            .is_empty()
            .then_some(std::ptr::from_ref(self.node))
    }

    /// Whether what is beneath runs in a circle.
    pub(crate) fn is_circular(&self) -> bool {
        self.graph.reaches_circle(self.node)
            || self
                .beneath
                .iter()
                .any(|node| self.graph.reaches_circle(node))
    }

    fn layers(&self) -> impl Iterator<Item = &'a Node> {
        std::iter::once(self.node).chain(self.beneath.iter().copied())
    }

    /// A member of an object.
    pub(crate) fn get(&self, key: &str) -> Option<View<'a>> {
        self.layers().find_map(|layer| {
            if key == "$ref" && self.graph.target(layer).is_some() {
                return None;
            }
            layer.get(key).map(|node| Self::new(self.graph, node))
        })
    }

    /// The string of a member.
    pub(crate) fn str(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.node.as_str()
    }

    /// Whether a member is there and is not `null`, false, zero or empty.
    pub(crate) fn holds(&self, key: &str) -> bool {
        self.get(key).is_some_and(|member| member.is_truthy())
    }

    /// The members of an object, each key once; none for other kinds.
    pub(crate) fn members(&self) -> Vec<(&'a str, View<'a>)> {
        let mut all: Vec<(&'a str, View<'a>)> = Vec::new();
        for (depth, layer) in self.layers().enumerate() {
            let NodeValue::Object(members) = &layer.value else {
                continue;
            };
            let resolved = reference(layer).is_some_and(is_internal);
            all.reserve(members.len());
            for (key, member) in members {
                if key == "$ref" && resolved {
                    continue;
                }
                if depth > 0 && all.iter().any(|(known, _)| known == key) {
                    continue;
                }
                all.push((key, Self::new(self.graph, &member.value)));
            }
        }
        all
    }

    /// The items of an array; none for other kinds.
    pub(crate) fn items(&self) -> Vec<View<'a>> {
        match self.value() {
            NodeValue::Array(items) => items
                .iter()
                .map(|node| Self::new(self.graph, node))
                .collect(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn is_object(&self) -> bool {
        matches!(self.value(), NodeValue::Object(_))
    }

    /// What a program in JavaScript takes for true.
    pub(crate) fn is_truthy(&self) -> bool {
        match self.value() {
            NodeValue::Null => false,
            NodeValue::Bool(value) => *value,
            NodeValue::Number(number) => number.as_f64() != Some(0.0),
            NodeValue::String(text) => !text.is_empty(),
            NodeValue::Array(_) | NodeValue::Object(_) => true,
        }
    }

    /// Whether two values are equal, references followed. `false` where that would take more than
    /// `budget` steps.
    pub(crate) fn equals(&self, other: &Self, budget: &mut usize) -> bool {
        if *budget == 0 {
            return false;
        }
        *budget -= 1;
        if self.place().is_some() && self.place() == other.place() {
            return true;
        }
        match (self.value(), other.value()) {
            (NodeValue::Object(_), NodeValue::Object(_)) => {
                let (ours, theirs) = (self.members(), other.members());
                ours.len() == theirs.len()
                    && ours.iter().all(|(key, value)| {
                        other
                            .get(key)
                            .is_some_and(|other| value.equals(&other, budget))
                    })
            }
            (NodeValue::Array(_), NodeValue::Array(_)) => {
                let (ours, theirs) = (self.items(), other.items());
                ours.len() == theirs.len()
                    && ours
                        .iter()
                        .zip(&theirs)
                        .all(|(ours, theirs)| ours.equals(theirs, budget))
            }
            (ours, theirs) => ours == theirs,
        }
    }
}
