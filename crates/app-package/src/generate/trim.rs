//! A description without what no command uses.
//!
//! Kept are the chosen operations, what stands beside them in their path items, what all of these
//! refer to, however far, all security schemes (they are called by name), and what describes the
//! API as a whole. What is kept stands where it stood, so that each reference still leads to it.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::Chosen;
use crate::document::{Node, NodeValue, escape};
use crate::openapi::graph::{Graph, reference};

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The description with the chosen operations alone.
pub(super) fn trimmed(graph: &Graph<'_>, chosen: &[Chosen<'_, '_>]) -> Value {
    let root = graph.root();
    let mut keep = Keep {
        graph,
        parts: HashSet::new(),
        items: HashMap::new(),
        kept: HashSet::new(),
        open: Vec::new(),
    };
    keep.index(root, Level::Root);
    if let NodeValue::Object(members) = &root.value {
        for (name, member) in members {
            let of_paths = ["paths", "webhooks", "components"].contains(&name.as_str());
            if !of_paths && !name.starts_with("x-") {
                keep.part(&member.value);
            }
        }
    }
    if let Some(schemes) = root
        .get("components")
        .and_then(|components| components.get("securitySchemes"))
    {
        keep.beneath(schemes, Level::Section);
    }
    for chosen in chosen {
        let report = chosen.operation.report;
        let item = root.get("paths").and_then(|paths| paths.get(&report.path));
        if let Some(item) = item {
            match item.get(&report.method.to_lowercase()) {
                Some(operation) => keep.part(operation),
                // It stands in another path item, which this one refers to.
                None => keep.item(item),
            }
        }
    }
    while let Some(part) = keep.open.pop() {
        keep.references(part);
    }
    keep.copy(root, Level::Root)
}

/// Where in a description an object stands. What is beneath the last of them is kept whole or not
/// at all.
#[derive(Clone, Copy)]
enum Level {
    Root,
    Paths,
    Item,
    Components,
    Section,
}

impl Level {
    /// The level of a member; `None` for one that is a part of its own.
    fn of(self, name: &str, member: &Node) -> Option<Level> {
        let NodeValue::Object(_) = member.value else {
            return None;
        };
        match self {
            Level::Root if name == "paths" => Some(Level::Paths),
            Level::Root if name == "components" => Some(Level::Components),
            Level::Paths => Some(Level::Item),
            Level::Components => Some(Level::Section),
            Level::Root | Level::Item | Level::Section => None,
        }
    }
}

struct Keep<'a> {
    graph: &'a Graph<'a>,
    /// All parts: an operation, what else a path item has, a component, a member of the root.
    parts: HashSet<*const Node>,
    /// The path item of an operation.
    items: HashMap<*const Node, &'a Node>,
    kept: HashSet<*const Node>,
    /// Kept, and its references not yet followed.
    open: Vec<&'a Node>,
}

impl<'a> Keep<'a> {
    fn index(&mut self, at: &'a Node, level: Level) {
        let NodeValue::Object(members) = &at.value else {
            return;
        };
        for (name, member) in members {
            let member = &member.value;
            if let Some(next) = level.of(name, member) {
                self.index(member, next);
                continue;
            }
            self.parts.insert(member);
            if matches!(level, Level::Item) && METHODS.contains(&name.as_str()) {
                self.items.insert(member, at);
            }
        }
    }

    /// Keeps a part, if it is one; of an operation also what its path item says of all.
    fn part(&mut self, node: &'a Node) {
        let key: *const Node = node;
        if self.parts.contains(&key) && self.kept.insert(key) {
            self.open.push(node);
            if let Some(item) = self.items.get(&key) {
                self.item(item);
            }
        }
    }

    /// Keeps what a path item has beside its operations.
    fn item(&mut self, item: &'a Node) {
        if let NodeValue::Object(members) = &item.value {
            for (name, member) in members {
                if !METHODS.contains(&name.as_str()) {
                    self.part(&member.value);
                }
            }
        }
        if let Some(text) = reference(item) {
            self.follow(text);
        }
    }

    /// Keeps all parts beneath an object of a level.
    fn beneath(&mut self, at: &'a Node, level: Level) {
        let NodeValue::Object(members) = &at.value else {
            return;
        };
        for (name, member) in members {
            match level.of(name, &member.value) {
                Some(next) => self.beneath(&member.value, next),
                None => self.part(&member.value),
            }
        }
    }

    /// Keeps what a reference leads through and to.
    fn follow(&mut self, text: &str) {
        let mut passed = Vec::new();
        let graph = self.graph;
        let end = graph.trail(text, &mut |node| passed.push(node));
        let mut within = false;
        for node in passed {
            within |= self.parts.contains(&std::ptr::from_ref(node));
            self.part(node);
        }
        if let Some(end) = end.filter(|_| !within) {
            // It leads to an object that holds parts, such as a path item.
            self.whole(graph.root(), Level::Root, end);
        }
    }

    fn whole(&mut self, at: &'a Node, level: Level, wanted: &'a Node) {
        if std::ptr::eq(at, wanted) {
            return self.beneath(at, level);
        }
        let NodeValue::Object(members) = &at.value else {
            return;
        };
        for (name, member) in members {
            if let Some(next) = level.of(name, &member.value) {
                self.whole(&member.value, next, wanted);
            }
        }
    }

    /// Follows what a value refers to. Recursion is bounded by the depth of the document.
    fn references(&mut self, node: &'a Node) {
        match &node.value {
            NodeValue::Array(items) => {
                for item in items {
                    self.references(item);
                }
            }
            NodeValue::Object(members) => {
                if let Some(text) = reference(node) {
                    self.follow(text);
                }
                if let Some(mapping) = node
                    .get("discriminator")
                    .and_then(|discriminator| discriminator.get("mapping"))
                {
                    self.mapping(mapping);
                }
                for member in members.values() {
                    self.references(&member.value);
                }
            }
            _ => {}
        }
    }

    /// The schemas that a discriminator names, by reference or by name.
    fn mapping(&mut self, mapping: &'a Node) {
        let NodeValue::Object(members) = &mapping.value else {
            return;
        };
        for text in members.values().filter_map(|member| member.value.as_str()) {
            self.follow(text);
            self.follow(&format!("#/components/schemas/{}", escape(text)));
        }
    }

    fn copy(&self, at: &Node, level: Level) -> Value {
        let mut copy = Map::new();
        if let NodeValue::Object(members) = &at.value {
            for (name, member) in members {
                let member = &member.value;
                if let Some(next) = level.of(name, member) {
                    let inner = self.copy(member, next);
                    if inner.as_object().is_some_and(|inner| !inner.is_empty()) {
                        copy.insert(name.clone(), inner);
                    }
                } else if self.kept.contains(&std::ptr::from_ref(member)) {
                    copy.insert(name.clone(), member.to_value());
                }
            }
        }
        Value::Object(copy)
    }
}
