//! References: what they lead to has moved, or has to.

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;

use super::edit::{member, string, without_nulls};
use super::{Shared, name, schema};
use crate::document::{Node, NodeValue};
use crate::openapi::description::Fault;

/// Components made of what references lead to directly, such as `#/paths/~1a/get/…`.
const DIRECT: usize = 1_000;

pub(super) struct Rewriter<'a> {
    original: &'a Node,
    schemas: IndexMap<String, String>,
    /// New places of direct targets, by the reference.
    direct: IndexMap<String, String>,
    waiting: Vec<(Kind, String, Node)>,
    made: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Schema,
    Parameter,
}

impl<'a> Rewriter<'a> {
    pub(super) fn new(shared: &Shared, original: &'a Node) -> Self {
        Self {
            original,
            schemas: shared.schema_names.clone(),
            direct: IndexMap::new(),
            waiting: Vec::new(),
            made: 0,
        }
    }

    /// Rewrites all references beneath a node. What stands beside one is dropped: in 2.0 it says
    /// nothing.
    pub(super) fn rewrite(&mut self, node: &mut Node) -> Result<(), Fault> {
        let span = node.span;
        match &mut node.value {
            NodeValue::Array(items) => {
                for item in items {
                    self.rewrite(item)?;
                }
            }
            NodeValue::Object(members) => {
                let text = members
                    .get("$ref")
                    .and_then(|reference| reference.value.as_str())
                    .map(str::to_owned);
                if let Some(text) = text {
                    let target = self
                        .target(&text)
                        .ok_or_else(|| Fault::new(span, "The $ref leads nowhere."))?;
                    members.clear();
                    members.insert("$ref".to_owned(), member(string(target, span)));
                    return Ok(());
                }
                for member in members.values_mut() {
                    self.rewrite(&mut member.value)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn target(&mut self, text: &str) -> Option<String> {
        if text.starts_with("#/components/") || !text.starts_with('#') {
            return Some(text.to_owned());
        }
        if let Some(rest) = text.strip_prefix("#/definitions/") {
            let (first, rest) = match rest.split_once('/') {
                Some((first, rest)) => (first, format!("/{rest}")),
                None => (rest, String::new()),
            };
            let old = first.replace("~1", "/").replace("~0", "~");
            let old = percent_decode_str(&old).decode_utf8().ok()?;
            let new = self.schemas.get(old.as_ref())?;
            return Some(format!("#/components/schemas/{new}{rest}"));
        }
        for section in ["parameters", "responses"] {
            if let Some(name) = text.strip_prefix(&format!("#/{section}/")) {
                // Responses are decoded first, parameters are not.
                let name = match section {
                    "responses" => percent_decode_str(name).decode_utf8().ok()?.into_owned(),
                    _ => name.to_owned(),
                };
                return Some(format!(
                    "#/components/{section}/{}",
                    name::of_component(&name)
                ));
            }
        }
        self.direct(text)
    }

    /// A target that has to become a component, because what is around it will change.
    fn direct(&mut self, text: &str) -> Option<String> {
        if let Some(known) = self.direct.get(text) {
            return Some(known.clone());
        }
        let pointer = percent_decode_str(text.strip_prefix("#/")?)
            .decode_utf8()
            .ok()?;
        let mut at = self.original;
        for token in pointer.split('/') {
            let token = token.replace("~1", "/").replace("~0", "~");
            at = match &at.value {
                NodeValue::Object(members) => &members.get(&token)?.value,
                NodeValue::Array(items) => items.get(token.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        let after = |part: &str| text.rfind("/schema").unwrap_or(0) < text.rfind(part).unwrap_or(0);
        if ["/responses/", "/headers/", "/example", "/x-"]
            .into_iter()
            .any(after)
        {
            return Some(text.to_owned());
        }
        self.made += 1;
        if self.made > DIRECT {
            return None;
        }
        let (kind, section, prefix) = if after("/parameters/") {
            (Kind::Parameter, "parameters", "parameter")
        } else {
            (Kind::Schema, "schemas", "schema")
        };
        let mut number = self.made;
        let taken = |name: &str, all: &IndexMap<String, String>| all.values().any(|n| n == name);
        while taken(&format!("{prefix}{number}"), &self.schemas) {
            number += DIRECT;
        }
        let name = format!("{prefix}{number}");
        let place = format!("#/components/{section}/{name}");
        self.direct.insert(text.to_owned(), place.clone());
        self.waiting.push((kind, name, without_nulls(at)));
        Some(place)
    }

    /// Puts the targets that became components to the others.
    pub(super) fn finish(&mut self, shared: &mut Shared) -> Result<(), Fault> {
        while let Some((kind, name, mut node)) = self.waiting.pop() {
            self.rewrite(&mut node)?;
            let section = match kind {
                Kind::Schema => {
                    schema::fix(&mut node)?;
                    &mut shared.schemas
                }
                Kind::Parameter => &mut shared.parameters,
            };
            section.insert(name, member(node));
        }
        Ok(())
    }
}
