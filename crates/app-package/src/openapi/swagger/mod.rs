//! Swagger 2.0 as OpenAPI 3.0, keeping the place of everything.
//!
//! The result means what it means to npm `swagger2openapi` 7, which Teams' tools convert with, and
//! what that refuses is refused here: a tree that Teams will not read is not worth more.

mod edit;
mod info;
mod name;
mod operation;
mod parameter;
mod reference;
mod response;
mod schema;
mod security;
mod server;

use indexmap::IndexMap;

use super::description::Fault;
use crate::document::{Member, Node, NodeValue, Span};
use edit::{members_mut, object, string, take};

type Members = IndexMap<String, Member>;

/// A converted description; spans are those of the original.
///
/// # Errors
/// The first thing that has no counterpart in 3.0, or is not as 2.0 wants it.
pub(crate) fn convert(root: &Node) -> Result<Node, Fault> {
    let original = root;
    let mut root = edit::without_nulls(original);
    let span = root.span;
    let NodeValue::Object(members) = &mut root.value else {
        return Err(Fault::new(span, "A description is an object."));
    };
    info::check(members)?;
    let servers = server::of_file(members)?;
    let media = operation::Media {
        consumes: edit::texts(take(members, "consumes").as_ref()),
        produces: edit::texts(take(members, "produces").as_ref()),
        schemes: edit::texts(members.get("schemes").map(|schemes| &schemes.value)),
        servers: servers.clone(),
    };

    let mut shared = Shared::default();
    for (from, kind) in [
        ("definitions", Section::Schemas),
        ("parameters", Section::Parameters),
        ("responses", Section::Responses),
    ] {
        if let Some(mut section) = take(members, from) {
            let moved = std::mem::take(members_mut(&mut section));
            shared.insert(kind, moved)?;
        }
    }
    let mut schemes = security::schemes(take(members, "securityDefinitions"))?;
    if let Some(requirements) = members.get_mut("security") {
        security::rename(&mut requirements.value);
    }
    for schema in shared.schemas.values_mut() {
        schema::fix(&mut schema.value)?;
    }

    // References, now that all names are known; what they lead to may come along.
    let mut rewriter = reference::Rewriter::new(&shared, original);
    for member in members.values_mut().chain(schemes.values_mut()) {
        rewriter.rewrite(&mut member.value)?;
    }
    let mut rewritten = std::mem::take(&mut shared);
    for section in [
        &mut rewritten.schemas,
        &mut rewritten.parameters,
        &mut rewritten.responses,
    ] {
        for member in section.values_mut() {
            rewriter.rewrite(&mut member.value)?;
        }
    }
    rewriter.finish(&mut rewritten)?;
    let shared = rewritten;

    if let Some(paths) = members.get_mut("paths") {
        for item in members_mut(&mut paths.value).values_mut() {
            operation::path_item(&mut item.value, &shared, &media)?;
        }
    }
    for unused in ["swagger", "host", "basePath", "schemes"] {
        members.shift_remove(unused);
    }
    members.insert_before(
        0,
        "openapi".to_owned(),
        edit::member(string("3.0.0", start_of(span))),
    );
    if let Some(servers) = servers {
        members.insert("servers".to_owned(), edit::member(servers));
    }
    let components = shared.components(schemes, &media)?;
    if !components.is_empty() {
        members.insert(
            "components".to_owned(),
            edit::member(object(start_of(span), components)),
        );
    }
    Ok(root)
}

fn start_of(span: Span) -> Span {
    Span {
        start: span.start,
        end: span.start,
    }
}

#[derive(Clone, Copy)]
enum Section {
    Schemas,
    Parameters,
    Responses,
}

/// What operations share, under its new names.
#[derive(Debug, Default)]
struct Shared {
    schemas: Members,
    /// New names of schemas by their old ones.
    schema_names: IndexMap<String, String>,
    /// Still as in 2.0: those in body and form go into the operations.
    parameters: Members,
    /// Still as in 2.0.
    responses: Members,
}

impl Shared {
    fn insert(&mut self, section: Section, members: Members) -> Result<(), Fault> {
        for (old, member) in members {
            let (new, into) = match section {
                Section::Schemas => {
                    let base = name::of_schema(&old);
                    let mut new = base.clone();
                    let mut suffix = 2;
                    while new != old && self.schemas.contains_key(&new) {
                        new = format!("{base}{suffix}");
                        suffix += 1;
                    }
                    self.schema_names.insert(old, new.clone());
                    (new, &mut self.schemas)
                }
                Section::Parameters => (name::of_component(&old), &mut self.parameters),
                Section::Responses => (name::of_component(&old), &mut self.responses),
            };
            let span = member.value.span;
            if into.insert(new.clone(), member).is_some() {
                return Err(Fault::new(
                    span,
                    format!("Two components have the name {new:?} once it is made valid."),
                ));
            }
        }
        Ok(())
    }

    fn components(self, schemes: Members, media: &operation::Media) -> Result<Members, Fault> {
        let mut parameters = Members::new();
        for (name, member) in &self.parameters {
            if let parameter::Converted::Kept(node) =
                parameter::convert(&member.value, &self, media.consumes.as_deref())?
            {
                parameters.insert(name.clone(), edit::member(node));
            }
        }
        let mut responses = self.responses;
        for member in responses.values_mut() {
            response::convert(&mut member.value, media.produces.as_deref())?;
        }
        let mut components = Members::new();
        for (name, section) in [
            ("schemas", self.schemas),
            ("parameters", parameters),
            ("responses", responses),
            ("securitySchemes", schemes),
        ] {
            if !section.is_empty() {
                components.insert(
                    name.to_owned(),
                    edit::member(object(Span::default(), section)),
                );
            }
        }
        Ok(components)
    }
}
