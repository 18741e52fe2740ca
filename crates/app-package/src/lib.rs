//! App packages of API-based message extensions and Copilot API plugins: reading and validating.
//!
//! ```text
//! zip or folder -> PackageFiles -> Document (JSON, YAML, with positions) -> Manifest, Description
//!               -> Command (manifest command + OpenAPI operation + rendering template) -> Package
//! ```
//!
//! Architecture invariants: nothing from outside is trusted, everything has a [`Limits`] field;
//! no network and no file beyond the folder that [`read_folder`] is given; nothing is written
//! anywhere; a fault of the package is a [`Problem`] with its place, never a panic.
#![forbid(unsafe_code)]

mod archive;
mod command;
mod diagnostic;
mod document;
mod edit;
mod files;
mod fix;
mod folder;
mod generate;
mod icon;
mod inspect;
mod limits;
mod manifest;
mod openapi;
mod operation;
mod package;
mod path_template;
mod problem;
mod render;
mod rendering;
mod rules;
mod schema;
mod validate;

pub use archive::{PackError, ReadError, read_zip};
pub use command::Command;
pub use diagnostic::{Diagnostic, Range};
pub use document::{Document, Member, Node, NodeValue, Span};
pub use edit::{
    Difference, EditError, Hunk, Line, LineKind, NewAuthorization, difference, set_authorization,
};
pub use files::PackageFiles;
pub use fix::{Edit, Fixed, fix, fix_file};
pub use folder::read_folder;
pub use generate::{Choices, GenerateError, GeneratedPackage, LeftOut, Offer, generate, offers};
pub use icon::{Icon, IconError, check_icon};
pub use inspect::{
    Finding, Inspection, OperationReport, Reason, Status, Target, TargetReport, Warning, inspect,
};
pub use limits::Limits;
pub use manifest::{
    Authorization, Choice, CommandContext, Description, Developer, Icons, InputType, Manifest,
    Name, Parameter,
};
pub use openapi::{OpenApi, OpenApiVersion, OperationEntry};
pub use operation::{
    Body, KeyPlace, Location, Method, OAuthEndpoints, Operation, OperationParameter, ParameterType,
    Security,
};
pub use package::{Package, load, load_within};
pub use path_template::{ExpandPathError, PathTemplate, Segment};
pub use problem::{LoadErrors, Problem, Severity};
pub use render::{Sources, render_github, render_sarif, render_text};
pub use rendering::{Layout, RenderingTemplate};
pub use rules::{AppliesTo, Authority, Rule, rule, rules};
pub use validate::{Options, Registration, Report, unreadable, validate, validate_file};
