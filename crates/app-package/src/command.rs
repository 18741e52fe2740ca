//! A command: what the user sees, what is called, how the answer is drawn.

use crate::{CommandContext, Operation, Parameter, RenderingTemplate};

/// A command of an installed app, resolved once.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// Its id, which is also the operation's.
    pub id: String,
    /// Its label.
    pub title: String,
    /// A sentence about it.
    pub description: Option<String>,
    /// Where it is offered; at least one.
    pub contexts: Vec<CommandContext>,
    /// What the user is asked.
    pub parameters: Vec<Parameter>,
    /// Whether it runs once without parameters when it is opened.
    pub initial_run: bool,
    /// What is called.
    pub operation: Operation,
    /// How the answer is drawn.
    pub rendering: RenderingTemplate,
}
