//! The references of a description: which there are, where they lead, which of them run in circles.
//!
//! Every `$ref` of the file counts, also where nothing uses it: a reader that resolves the whole
//! file, as Teams' tools do, refuses the file for a single one that leads nowhere. Nothing is
//! fetched or opened (SEC-PKG-04); the work is bounded by the number of references, not by what
//! they unfold to (SEC-PKG-05).

use std::collections::{HashMap, HashSet};

use percent_encoding::percent_decode_str;

use crate::document::{Node, NodeValue};

/// References that follow each other before reading stops.
const HOPS: usize = 1_000;

/// A description with its references resolved.
#[derive(Debug)]
pub(crate) struct Graph<'a> {
    root: &'a Node,
    /// Where each reference inside the document leads, past references that say nothing else.
    targets: HashMap<&'a str, &'a Node>,
    /// References to other files and servers.
    external: Vec<&'a Node>,
    /// References that lead nowhere.
    dangling: Vec<&'a Node>,
    /// References to themselves, which are taken for values like any other.
    knots: HashSet<*const Node>,
    /// Targets from which a circle can be reached.
    circular: HashSet<*const Node>,
}

impl<'a> Graph<'a> {
    pub(crate) fn read(root: &'a Node) -> Self {
        let mut references = Vec::new();
        collect(root, &mut references);
        let mut graph = Self {
            root,
            targets: HashMap::new(),
            external: Vec::new(),
            dangling: Vec::new(),
            knots: HashSet::new(),
            circular: HashSet::new(),
        };
        for (text, node) in &references {
            if is_external(text) {
                graph.external.push(node);
            }
        }
        let internal = || references.iter().filter(|(text, _)| is_internal(text));
        for (text, _) in internal() {
            if !graph.targets.contains_key(text)
                && let Some(target) = graph.find(text, 0, &mut |_| {})
            {
                graph.targets.insert(text, target);
            }
        }
        for (text, node) in internal() {
            if graph
                .targets
                .get(text)
                .is_some_and(|target| std::ptr::eq(*target, *node))
            {
                graph.knots.insert(std::ptr::from_ref(*node));
            }
        }
        // Only now can a chain be followed to its end.
        let ends: Vec<(&str, Option<&Node>)> = graph
            .targets
            .iter()
            .map(|(text, target)| (*text, graph.end_of(target)))
            .collect();
        for (text, end) in ends {
            match end {
                Some(end) => graph.targets.insert(text, end),
                None => graph.targets.remove(text),
            };
        }
        for (text, node) in internal() {
            if !graph.targets.contains_key(text) {
                graph.dangling.push(node);
            }
        }
        graph.circular = graph.circles();
        graph
    }

    pub(crate) fn root(&self) -> &'a Node {
        self.root
    }

    /// The first reference to another file or server, in the order of the document.
    pub(crate) fn external(&self) -> Option<&'a Node> {
        self.external.first().copied()
    }

    /// The first reference that leads nowhere.
    pub(crate) fn dangling(&self) -> Option<&'a Node> {
        self.dangling.first().copied()
    }

    /// Whether any reference leads back to where it came from.
    pub(crate) fn is_circular(&self) -> bool {
        !self.circular.is_empty() || !self.knots.is_empty()
    }

    /// Whether what is beneath a node, references followed, runs in a circle.
    pub(crate) fn reaches_circle(&self, node: &Node) -> bool {
        if self.circular.is_empty() {
            return false;
        }
        let mut references = Vec::new();
        collect(node, &mut references);
        references
            .iter()
            .filter_map(|(_, node)| self.target(node))
            .any(|target| self.circular.contains(&std::ptr::from_ref(target)))
    }

    /// Where the reference of a node leads, if it is one.
    pub(crate) fn target(&self, node: &Node) -> Option<&'a Node> {
        let target = *self.targets.get(reference(node)?)?;
        (!self.knots.contains(&std::ptr::from_ref(node))).then_some(target)
    }

    /// Shows each value that a reference leads through, and where it ends.
    pub(crate) fn trail(&self, text: &str, passing: &mut dyn FnMut(&'a Node)) -> Option<&'a Node> {
        is_internal(text)
            .then(|| self.find(text, 0, passing))
            .flatten()
    }

    /// Follows a JSON pointer in a URL fragment, through references on its way.
    fn find(&self, text: &str, hops: usize, passing: &mut dyn FnMut(&'a Node)) -> Option<&'a Node> {
        if hops > HOPS / 10 {
            return None;
        }
        let pointer = text.strip_prefix('#')?;
        let mut at = self.root;
        let Some(pointer) = pointer.strip_prefix('/') else {
            return pointer.is_empty().then_some(at);
        };
        let tokens: Vec<String> = pointer
            .split('/')
            .map(|token| {
                let token = token.replace("~1", "/").replace("~0", "~");
                percent_decode_str(&token)
                    .decode_utf8()
                    .map_or_else(|_| token.clone(), std::borrow::Cow::into_owned)
            })
            .collect();
        let mut next = 0;
        while next < tokens.len() {
            if let Some(text) = reference(at).filter(|text| is_internal(text)) {
                // What stands beside the reference comes first.
                let beside = at.get(&tokens[next]).is_some();
                if !beside {
                    at = self.find(text, hops + 1, passing)?;
                    continue;
                }
            }
            let last = next + 1 == tokens.len();
            let found = step(at, &tokens[next])
                .filter(|found| !last || !matches!(found.value, NodeValue::Null));
            if let Some(found) = found {
                at = found;
                passing(at);
                next += 1;
                continue;
            }
            // A name with slashes that nobody escaped, such as `#/paths//items/get`.
            let joined = (next + 1..tokens.len()).rev().find_map(|end| {
                let name = tokens[next..=end].join("/");
                step(at, &name).map(|found| (found, end + 1))
            });
            (at, next) = joined?;
            passing(at);
        }
        Some(at)
    }

    /// Past references that have nothing beside them; `None` for a chain without an end.
    fn end_of(&self, mut node: &'a Node) -> Option<&'a Node> {
        for _ in 0..HOPS {
            match (&node.value, reference(node)) {
                (NodeValue::Object(members), Some(text))
                    if members.len() == 1
                        && is_internal(text)
                        && !self.knots.contains(&std::ptr::from_ref(node)) =>
                {
                    node = self.targets.get(text)?;
                }
                _ => return Some(node),
            }
        }
        None
    }

    /// Targets from which a circle can be reached: a walk in depth over the targets, in which an
    /// edge back to one that is still open closes a circle, and an edge to one that is known to
    /// reach a circle passes that on.
    fn circles(&self) -> HashSet<*const Node> {
        enum Mark {
            Open,
            Closed,
        }
        let mut marks: HashMap<*const Node, Mark> = HashMap::new();
        let mut circular = HashSet::new();
        for start in self.targets.values() {
            if marks.contains_key(&std::ptr::from_ref(*start)) {
                continue;
            }
            marks.insert(*start, Mark::Open);
            let mut stack = vec![(*start, self.edges(start))];
            while let Some((node, edges)) = stack.last_mut() {
                let here: *const Node = *node;
                let Some(next) = edges.pop() else {
                    marks.insert(here, Mark::Closed);
                    stack.pop();
                    if circular.contains(&here)
                        && let Some((before, _)) = stack.last()
                    {
                        circular.insert(std::ptr::from_ref(*before));
                    }
                    continue;
                };
                match marks.get(&std::ptr::from_ref(next)) {
                    Some(Mark::Open) => {
                        circular.insert(here);
                    }
                    Some(Mark::Closed) => {
                        if circular.contains(&std::ptr::from_ref(next)) {
                            circular.insert(here);
                        }
                    }
                    None => {
                        marks.insert(next, Mark::Open);
                        let edges = self.edges(next);
                        stack.push((next, edges));
                    }
                }
            }
        }
        circular
    }

    /// The targets of the references beneath a target.
    fn edges(&self, node: &'a Node) -> Vec<&'a Node> {
        let mut references = Vec::new();
        collect(node, &mut references);
        let mut seen = HashSet::new();
        references
            .iter()
            .filter_map(|(_, node)| self.target(node))
            .filter(|target| seen.insert(std::ptr::from_ref(*target)))
            .collect()
    }
}

/// The text of a node's `$ref`.
pub(crate) fn reference(node: &Node) -> Option<&str> {
    node.get("$ref")?.as_str().filter(|text| !text.is_empty())
}

/// Whether a reference stays in the document; `#name` is no reference.
pub(crate) fn is_internal(text: &str) -> bool {
    text == "#" || text.starts_with("#/")
}

fn is_external(text: &str) -> bool {
    !text.starts_with('#')
}

fn step<'a>(node: &'a Node, token: &str) -> Option<&'a Node> {
    match &node.value {
        NodeValue::Object(members) => members.get(token).map(|member| &member.value),
        NodeValue::Array(items) => items.get(token.parse::<usize>().ok()?),
        _ => None,
    }
}

/// All references beneath a node and in it. Documents are not nested deeper than
/// [`Limits::depth`](crate::Limits::depth).
fn collect<'a>(node: &'a Node, references: &mut Vec<(&'a str, &'a Node)>) {
    match &node.value {
        NodeValue::Array(items) => {
            for item in items {
                collect(item, references);
            }
        }
        NodeValue::Object(members) => {
            if let Some(text) = reference(node) {
                references.push((text, node));
            }
            for member in members.values() {
                collect(&member.value, references);
            }
        }
        _ => {}
    }
}
