//! Reasons that `cloakroom inspect` gives, of the operations that the package uses.

use super::super::{Context, Rule};
use crate::diagnostic::{Diagnostics, Range, new};
use crate::document::Span;
use crate::{Inspection, Problem, Reason, Target};

/// Reports a reason of the whole file, and of each operation that a command or function calls.
pub(super) fn report(
    context: &Context<'_>,
    rule: &'static Rule,
    reason: Reason,
    found: &mut Diagnostics,
) {
    let functions = context.functions();
    for (file, inspection) in context.inspections() {
        let commands = context.api_file() == Some(file);
        let mut ids: Vec<(Target, &str)> = functions
            .iter()
            .map(|name| (Target::Plugin, *name))
            .collect();
        if commands {
            ids.extend(context.commands.iter().filter_map(|command| {
                let operation = command.operation.as_ref()?;
                Some((
                    Target::MessageExtension,
                    operation.entry.operation_id.as_str(),
                ))
            }));
        }
        let target = if commands {
            Target::MessageExtension
        } else {
            Target::Plugin
        };
        for fault in inspection
            .target(target)
            .errors
            .iter()
            .filter(|fault| fault.what == reason)
        {
            push(context, rule, inspection.error(fault), found);
        }
        for (target, id) in ids {
            operation(context, rule, reason, inspection, target, id, found);
        }
    }
}

fn operation(
    context: &Context<'_>,
    rule: &'static Rule,
    reason: Reason,
    inspection: &Inspection,
    target: Target,
    id: &str,
    found: &mut Diagnostics,
) {
    let all = &inspection.target(target).operations;
    for operation in all.iter().filter(|operation| operation.operation_id == id) {
        for fault in operation
            .reasons
            .iter()
            .filter(|fault| fault.what == reason)
        {
            push(context, rule, inspection.error(fault), found);
        }
    }
}

fn push(context: &Context<'_>, rule: &'static Rule, problem: Problem, found: &mut Diagnostics) {
    let range = context.description(&problem.file).and_then(|api| {
        let document = api.root()?.document;
        let (start, end) = problem.span;
        Some(Range::of(document, Span { start, end }))
    });
    let mut diagnostic = new(
        rule,
        problem.file,
        problem.pointer,
        problem.sentence,
        problem.fix,
    );
    diagnostic.range = range;
    found.push(diagnostic);
}
