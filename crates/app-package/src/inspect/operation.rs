//! One operation, one target: all reasons against it, in the order of Teams' own tools.

use super::report::{Finding, OperationReport, TargetReport};
use super::target::{METHODS, Target};
use super::{FILE, Reason, Warning, body, parameters, response, security, server};
use crate::document::{Document, Node};
use crate::openapi::description::Description;
use crate::openapi::made_id;
use crate::openapi::view::View;

/// Values without a default that a message extension's command can ask for.
const REQUIRED: usize = 5;

/// The report over a file that can be read.
pub(super) fn judge(
    description: &Description<'_>,
    root: &View<'_>,
    target: Target,
) -> TargetReport {
    let mut errors = Vec::new();
    let mut warnings = Vec::new();
    let mut operations = Vec::new();
    if description.converted() {
        warnings.push(Finding::new(Warning::ConvertedFromSwagger, FILE));
    }
    if let Some(node) = description.too_new() {
        errors.push(Finding::new(Reason::VersionNotSupported, node.span));
    }
    errors.extend(server::of_file(root, target));
    let mut nameless = None;
    for (path, item) in members(root, "paths") {
        for (method, operation) in item.members() {
            if !METHODS.contains(&method) || !operation.is_truthy() {
                continue;
            }
            let offered = target.offers(method);
            if offered && !operation.holds("operationId") && nameless.is_none() {
                nameless = Some(operation.node().span);
            }
            let reasons = if offered {
                Judge {
                    target,
                    root,
                    item: &item,
                    operation: &operation,
                    reasons: Vec::new(),
                }
                .judge()
            } else {
                vec![Finding::new(
                    Reason::MethodNotAllowed,
                    operation.node().span,
                )]
            };
            operations.push(OperationReport {
                method: method.to_uppercase(),
                path: path.to_owned(),
                operation_id: operation_id(&operation, method, path),
                reasons,
            });
        }
    }
    if !operations.iter().any(OperationReport::valid) {
        errors.push(Finding::new(Reason::NoOperation, FILE));
    }
    warnings.extend(nameless.map(|span| Finding::new(Warning::OperationIdMissing, span)));
    TargetReport {
        errors,
        warnings,
        operations,
    }
}

/// The report over a file that is refused as a whole: none of its operations is offered.
pub(super) fn refused(
    document: &Document,
    target: Target,
    fault: &Finding<Reason>,
) -> TargetReport {
    let mut operations = Vec::new();
    if let Some(crate::NodeValue::Object(paths)) = document.root.get("paths").map(|p| &p.value) {
        for (path, item) in paths {
            let crate::NodeValue::Object(methods) = &item.value.value else {
                continue;
            };
            for (method, operation) in methods {
                if !METHODS.contains(&method.as_str())
                    || !matches!(operation.value.value, crate::NodeValue::Object(_))
                {
                    continue;
                }
                let reason = if target.offers(method) {
                    fault.clone()
                } else {
                    Finding::new(Reason::MethodNotAllowed, operation.value.span)
                };
                operations.push(OperationReport {
                    method: method.to_uppercase(),
                    path: path.clone(),
                    operation_id: operation
                        .value
                        .get("operationId")
                        .and_then(Node::as_str)
                        .map_or_else(|| made_operation_id(method, path), str::to_owned),
                    reasons: vec![reason],
                });
            }
        }
    }
    TargetReport {
        errors: vec![fault.clone()],
        warnings: Vec::new(),
        operations,
    }
}

/// The members of a member, if both are there.
pub(super) fn members<'a>(view: &View<'a>, key: &str) -> Vec<(&'a str, View<'a>)> {
    view.get(key).map(|all| all.members()).unwrap_or_default()
}

fn operation_id(operation: &View<'_>, method: &str, path: &str) -> String {
    operation
        .str("operationId")
        .map_or_else(|| made_operation_id(method, path), str::to_owned)
}

/// The tools cut a path at its first blank.
fn made_operation_id(method: &str, path: &str) -> String {
    made_id(method, path.split(' ').next().unwrap_or_default())
}

pub(super) struct Judge<'v, 'a> {
    pub(super) target: Target,
    pub(super) root: &'v View<'a>,
    pub(super) item: &'v View<'a>,
    pub(super) operation: &'v View<'a>,
    pub(super) reasons: Vec<Finding<Reason>>,
}

impl Judge<'_, '_> {
    fn judge(mut self) -> Vec<Finding<Reason>> {
        let extension = self.target == Target::MessageExtension;
        if extension && self.operation.is_circular() {
            self.refuse(Reason::CircularReference, self.operation);
            return self.reasons;
        }
        self.reasons
            .extend(security::check(self.operation, self.root, self.target));
        self.reasons.extend(server::of_operation(
            self.operation,
            self.item,
            self.root,
            self.target,
        ));
        if !extension {
            return self.reasons;
        }
        self.reasons.extend(response::check(self.operation));
        let body = body::count(self.operation, &mut self.reasons);
        let parameters = parameters::count(self.operation, &mut self.reasons);
        if let (Some(body), Some(parameters)) = (body, parameters) {
            let required = body.required.saturating_add(parameters.required);
            if required > REQUIRED {
                self.refuse(Reason::TooManyRequired, self.operation);
            } else if required + body.optional + parameters.optional == 0 {
                self.refuse(Reason::NoParameter, self.operation);
            }
        }
        self.reasons
    }

    fn refuse(&mut self, reason: Reason, place: &View<'_>) {
        self.reasons.push(Finding::new(reason, place.node().span));
    }
}

/// How many values an operation takes; only what a command can ask for counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) required: usize,
    pub(super) optional: usize,
}

impl Count {
    pub(super) fn add(&mut self, required: bool) {
        if required {
            self.required += 1;
        } else {
            self.optional += 1;
        }
    }
}

/// Whether a schema is of a type that a command can ask for.
pub(super) fn is_primitive(schema: &View<'_>) -> bool {
    matches!(
        schema.str("type"),
        Some("string" | "integer" | "boolean" | "number")
    )
}
