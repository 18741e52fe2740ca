//! Places in a template, kept as a tree, to be written as JSON pointers when something fails.

use crate::sink::{Literals, Scalar, Str, write_number};

/// A place in a template; [`Pointer::ROOT`] is the template itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pointer(u32);

impl Pointer {
    pub(crate) const ROOT: Self = Self(u32::MAX);
}

/// The places that operations come from, each as a step from another one.
#[derive(Debug, Default)]
pub(crate) struct Pointers {
    steps: Vec<(Pointer, Kept)>,
}

#[derive(Debug, Clone, Copy)]
enum Kept {
    Property(Str),
    Item(u32),
}

/// One step of the way to the value that is compiled.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'t> {
    Property(&'t str),
    Item(u32),
}

/// The way to the value that is compiled.
#[derive(Debug)]
pub(crate) struct Way<'t> {
    steps: Vec<(Step<'t>, Option<Pointer>)>,
}

impl<'t> Way<'t> {
    pub(crate) fn new() -> Self {
        Self {
            steps: Vec::with_capacity(16),
        }
    }

    pub(crate) fn enter(&mut self, step: Step<'t>) {
        self.steps.push((step, None));
    }

    pub(crate) fn leave(&mut self) {
        self.steps.pop();
    }

    /// Keeps the place at hand. What it shares with places kept before is not kept twice.
    pub(crate) fn keep(&mut self, pointers: &mut Pointers, literals: &mut Literals) -> Pointer {
        let known = self.steps.iter().rposition(|(_, kept)| kept.is_some());
        let mut at = known.and_then(|i| self.steps[i].1).unwrap_or(Pointer::ROOT);
        let new = self.steps.iter_mut().skip(known.map_or(0, |i| i + 1));
        for (step, kept) in new {
            let step = match step {
                Step::Property(name) => Kept::Property(literals.beside(name)),
                Step::Item(index) => Kept::Item(*index),
            };
            pointers.steps.push((at, step));
            // Were there more than 2^32 - 1, pointers of the last would be wrong, nothing else.
            at = Pointer(u32::try_from(pointers.steps.len() - 1).unwrap_or(u32::MAX));
            *kept = Some(at);
        }
        at
    }

    /// The JSON pointer (RFC 6901) of the place at hand.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        for (step, _) in &self.steps {
            write(&mut out, *step);
        }
        out
    }
}

impl Pointers {
    /// The JSON pointer (RFC 6901) of a place.
    pub(crate) fn text(&self, pointer: Pointer, literals: &Literals) -> String {
        let mut steps = Vec::new();
        let mut at = pointer;
        while let Some((before, step)) = self.steps.get(at.0 as usize) {
            steps.push(*step);
            at = *before;
        }
        let mut out = String::new();
        for step in steps.into_iter().rev() {
            write(
                &mut out,
                match step {
                    Kept::Property(name) => Step::Property(literals.str(name)),
                    Kept::Item(index) => Step::Item(index),
                },
            );
        }
        out
    }
}

fn write(out: &mut String, step: Step<'_>) {
    out.push('/');
    match step {
        Step::Item(index) => write_number(out, Scalar::Uint(index.into())),
        Step::Property(name) => out.push_str(&name.replace('~', "~0").replace('/', "~1")),
    }
}
