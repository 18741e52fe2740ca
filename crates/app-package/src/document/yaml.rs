//! YAML 1.2 (core schema) with positions and limits.
//!
//! Aliases are expanded here, each use charged with the size of what it stands for (billion
//! laughs: CVE-2019-11253). An anchor exists once its node is complete, so no alias can stand
//! within its own anchor.

use std::collections::HashMap;

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Tag};
use indexmap::IndexMap;

use super::{Fault, Member, Node, NodeValue, Span};
use crate::Limits;

pub(super) fn parse(text: &str, limits: &Limits) -> Result<Node, Fault> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.flow_nesting_limit = limits.depth;
    options.block_nesting_limit = limits.depth;
    let mut builder = Builder {
        limits,
        stack: Vec::new(),
        root: None,
        anchors: HashMap::new(),
        nodes: 0,
        aliases: 0,
        documents: 0,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| scan_fault(&error, limits))?;
        let span = span.byte_range().map_or_else(Span::default, |range| Span {
            start: range.start.min(text.len()),
            end: range.end.min(text.len()),
        });
        builder.event(event, span)?;
    }
    builder
        .root
        .ok_or_else(|| fault("yaml_empty", Span::default(), "The file is empty."))
}

fn scan_fault(error: &ScanError, limits: &Limits) -> Fault {
    let marker = error.marker();
    let at = marker.byte_offset().unwrap_or_default();
    let span = Span { start: at, end: at };
    let what = error.info();
    if what.contains("nest") || what.contains("recursion") || what.contains("depth") {
        return Fault::too_deep(span, limits.depth);
    }
    fault(
        "yaml_syntax",
        span,
        format!("The file is not valid YAML: {what}."),
    )
}

fn fault(code: &'static str, span: Span, sentence: impl Into<String>) -> Fault {
    Fault {
        code,
        span,
        sentence: sentence.into(),
        fix: "Write plain YAML: one document, unique text keys, no tags of your own, few aliases.",
    }
}

/// A collection that is still open.
enum Frame {
    Array {
        start: usize,
        anchor: usize,
        items: Vec<Node>,
    },
    Object {
        start: usize,
        anchor: usize,
        members: Members,
        key: Option<(String, Span)>,
    },
}

#[derive(Default)]
struct Members {
    map: IndexMap<String, Member>,
    /// Values of merge keys (`<<`), which give way to keys written out.
    merged: Vec<Node>,
}

struct Builder<'a> {
    limits: &'a Limits,
    stack: Vec<Frame>,
    root: Option<Node>,
    anchors: HashMap<usize, Node>,
    nodes: usize,
    aliases: usize,
    documents: usize,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Fault> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(fault(
                        "yaml_several_documents",
                        span,
                        "The file has several documents.",
                    ));
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                let tag = core_tag(tag.as_deref(), span)?;
                // Keys are texts, whatever they look like: `200:` in a list of responses.
                let is_key = matches!(self.stack.last(), Some(Frame::Object { key: None, .. }));
                let value = if is_key || style != ScalarStyle::Plain {
                    NodeValue::String(text.into_owned())
                } else {
                    scalar(&text, tag)
                };
                self.done(Node { value, span }, anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                core_tag(tag.as_deref(), span)?;
                self.open(
                    Frame::Array {
                        start: span.start,
                        anchor,
                        items: Vec::new(),
                    },
                    span,
                )
            }
            Event::MappingStart(_, anchor, tag) => {
                core_tag(tag.as_deref(), span)?;
                let members = Members::default();
                self.open(
                    Frame::Object {
                        start: span.start,
                        anchor,
                        members,
                        key: None,
                    },
                    span,
                )
            }
            Event::SequenceEnd | Event::MappingEnd => match self.stack.pop() {
                Some(Frame::Array {
                    start,
                    anchor,
                    items,
                }) => {
                    let span = Span {
                        start,
                        end: span.end.max(start),
                    };
                    self.done(
                        Node {
                            value: NodeValue::Array(items),
                            span,
                        },
                        anchor,
                    )
                }
                Some(Frame::Object {
                    start,
                    anchor,
                    members,
                    ..
                }) => {
                    let span = Span {
                        start,
                        end: span.end.max(start),
                    };
                    let value = NodeValue::Object(merge(members, span)?);
                    self.done(Node { value, span }, anchor)
                }
                None => Err(fault(
                    "yaml_syntax",
                    span,
                    "A collection ends that never began.",
                )),
            },
            Event::Alias(id) => self.alias(id, span),
            Event::UnresolvedAlias(_) => Err(fault("yaml_syntax", span, "An alias has no anchor.")),
            _ => Ok(()),
        }
    }

    fn open(&mut self, frame: Frame, span: Span) -> Result<(), Fault> {
        if matches!(self.stack.last(), Some(Frame::Object { key: None, .. })) {
            return Err(fault(
                "yaml_key_not_text",
                span,
                "A key is an array or object.",
            ));
        }
        self.stack.push(frame);
        if self.stack.len() > self.limits.depth {
            return Err(Fault::too_deep(span, self.limits.depth));
        }
        Ok(())
    }

    fn alias(&mut self, id: usize, span: Span) -> Result<(), Fault> {
        self.aliases += 1;
        if self.aliases > self.limits.aliases {
            let sentence = format!(
                "The file uses aliases more than {} times.",
                self.limits.aliases
            );
            return Err(fault("yaml_too_many_aliases", span, sentence));
        }
        let Some(node) = self.anchors.get(&id) else {
            return Err(fault(
                "yaml_alias_in_itself",
                span,
                "An alias stands within its own anchor.",
            ));
        };
        let (size, depth) = measure(node);
        if self.stack.len() + depth > self.limits.depth {
            return Err(Fault::too_deep(span, self.limits.depth));
        }
        // `done` counts one of them, and holds all against the limit.
        self.nodes += size - 1;
        let node = node.clone();
        self.done(node, 0)
    }

    /// A complete node: remembered under its anchor and handed to the collection it belongs to.
    fn done(&mut self, node: Node, anchor: usize) -> Result<(), Fault> {
        self.nodes += 1;
        if anchor != 0 {
            // The anchor's copy is charged like any other.
            self.nodes += measure(&node).0;
            self.anchors.insert(anchor, node.clone());
        }
        if self.nodes > self.limits.nodes {
            return Err(Fault::too_many_nodes(node.span, self.limits.nodes));
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Frame::Array { items, .. }) => items.push(node),
            Some(Frame::Object { members, key, .. }) => match key.take() {
                None => {
                    let NodeValue::String(text) = node.value else {
                        return Err(fault(
                            "yaml_key_not_text",
                            node.span,
                            "A key is not a text.",
                        ));
                    };
                    if members.map.contains_key(&text) {
                        return Err(Fault::duplicate_key(node.span, &text));
                    }
                    *key = Some((text, node.span));
                }
                Some((text, _)) if text == "<<" => members.merged.push(node),
                Some((text, span)) => {
                    members.map.insert(
                        text,
                        Member {
                            key: span,
                            value: node,
                        },
                    );
                }
            },
        }
        Ok(())
    }
}

/// Merge keys, as YAML 1.1 has them and JavaScript's reader still takes them.
fn merge(members: Members, span: Span) -> Result<IndexMap<String, Member>, Fault> {
    let Members { mut map, merged } = members;
    for node in merged {
        let sources = match node.value {
            NodeValue::Array(items) => items,
            value => vec![Node {
                value,
                span: node.span,
            }],
        };
        for source in sources {
            let NodeValue::Object(source) = source.value else {
                return Err(fault(
                    "yaml_merge_not_object",
                    span,
                    "A merge key merges no object.",
                ));
            };
            for (key, member) in source {
                map.entry(key).or_insert(member);
            }
        }
    }
    Ok(map)
}

/// The suffix of a tag of YAML's own schema; any other is refused: custom tags construct things.
fn core_tag(tag: Option<&Tag>, span: Span) -> Result<Option<&str>, Fault> {
    let Some(tag) = tag else { return Ok(None) };
    match tag.core_suffix() {
        Some(suffix @ ("str" | "int" | "float" | "bool" | "null" | "map" | "seq")) => {
            Ok(Some(suffix))
        }
        _ => Err(fault(
            "yaml_custom_tag",
            span,
            "The file uses a tag that is not YAML's own.",
        )),
    }
}

/// A plain scalar by the core schema (YAML 1.2.2, 10.3.2).
fn scalar(text: &str, tag: Option<&str>) -> NodeValue {
    if tag == Some("str") {
        return NodeValue::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return NodeValue::Null,
        "true" | "True" | "TRUE" => return NodeValue::Bool(true),
        "false" | "False" | "FALSE" => return NodeValue::Bool(false),
        _ => {}
    }
    number(text).map_or_else(|| NodeValue::String(text.to_owned()), NodeValue::Number)
}

fn number(text: &str) -> Option<serde_json::Number> {
    if let Some(hex) = text.strip_prefix("0x") {
        return u64::from_str_radix(hex, 16).ok().map(Into::into);
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return u64::from_str_radix(octal, 8).ok().map(Into::into);
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    // Rust also reads `inf` and `nan` as numbers; the core schema wants a digit or a dot first.
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        || !digits.contains(|char: char| char.is_ascii_digit())
    {
        return None;
    }
    if let Ok(integer) = text.parse::<i64>() {
        return Some(integer.into());
    }
    if let Ok(integer) = text.parse::<u64>() {
        return Some(integer.into());
    }
    text.parse::<f64>()
        .ok()
        .and_then(serde_json::Number::from_f64)
}

/// Nodes and depth of a subtree. Recursion is bounded: subtrees are never deeper than the limit.
fn measure(node: &Node) -> (usize, usize) {
    let children: Vec<&Node> = match &node.value {
        NodeValue::Array(items) => items.iter().collect(),
        NodeValue::Object(members) => members.values().map(|member| &member.value).collect(),
        _ => return (1, 0),
    };
    children
        .into_iter()
        .map(measure)
        .fold((1, 1), |(size, depth), (child_size, child_depth)| {
            (size + child_size, depth.max(child_depth + 1))
        })
}
