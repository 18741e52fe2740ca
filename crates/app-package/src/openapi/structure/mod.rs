//! Whether a description has the structure that OpenAPI wants: which members each object has, of
//! which kind, and which of them must be there.
//!
//! What is refused is what the schemas refuse that the OpenAPI Initiative publishes for 3.0
//! (2019-04-02) and 3.1 (2021-04-15), because Teams' tools refuse it. The tables are our own.
//! Descriptions are judged as if each reference had been replaced by its target.

mod check;
mod common;
mod rules;
mod shape;
mod v3_0;
mod v3_1;

use super::OpenApiVersion;
use super::description::Fault;
use super::view::View;

/// The first fault in the order of the document, if there is one.
pub(crate) fn check(root: &View<'_>, version: OpenApiVersion) -> Option<Fault> {
    let shape = match version {
        OpenApiVersion::V3_1 => &v3_1::DESCRIPTION,
        OpenApiVersion::V3_0 | OpenApiVersion::V2 => &v3_0::DESCRIPTION,
    };
    check::description(root, shape)
}
