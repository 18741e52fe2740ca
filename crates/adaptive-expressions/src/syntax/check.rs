//! Checks of calls before anything runs: number and types of arguments.

use super::ast::{Kind, Node, types};
use crate::error::ParseErrorKind;
use crate::functions::{Check, Function};

type Problem = (ParseErrorKind, String);

pub(crate) fn check(function: &Function, args: &[Node]) -> Result<(), Problem> {
    match function.check {
        Check::Any => Ok(()),
        Check::Count(min, max, mask) => {
            count(function, args.len(), min, max)?;
            args.iter().try_for_each(|arg| typed(function, arg, mask))
        }
        Check::Order(required, optional) => {
            count(
                function,
                args.len(),
                required.len(),
                required.len() + optional.len(),
            )?;
            let masks = required.iter().chain(optional);
            args.iter()
                .zip(masks)
                .try_for_each(|(arg, mask)| typed(function, arg, *mask))
        }
        Check::Lambda => lambda(function, args),
        Check::Pattern(judge) => {
            count(function, args.len(), 2, 2)?;
            args.iter()
                .try_for_each(|arg| typed(function, arg, types::STRING))?;
            match &args[1].kind {
                Kind::Text(pattern) => {
                    judge(pattern).map_err(|message| (ParseErrorKind::Pattern, message))
                }
                _ => Ok(()),
            }
        }
        Check::Accessor => {
            count(function, args.len(), 1, 2)?;
            if !matches!(args[0].kind, Kind::Text(_)) {
                let message = "the first argument of `Accessor` must be a text".to_owned();
                return Err((ParseErrorKind::ArgumentType, message));
            }
            args.get(1).map_or(Ok(()), |owner| {
                if owner.types() & types::OBJECT == 0 {
                    let message = "the second argument of `Accessor` must be an object".to_owned();
                    return Err((ParseErrorKind::ArgumentType, message));
                }
                Ok(())
            })
        }
    }
}

fn count(function: &Function, found: usize, min: usize, max: usize) -> Result<(), Problem> {
    if (min..=max).contains(&found) {
        return Ok(());
    }
    let expected = match (min, max) {
        (min, usize::MAX) => format!("at least {min}"),
        (min, max) if min == max => format!("{min}"),
        (min, max) => format!("{min} to {max}"),
    };
    let message = format!(
        "`{}` takes {expected} arguments, found {found}",
        function.name
    );
    Err((ParseErrorKind::Arity, message))
}

fn typed(function: &Function, arg: &Node, mask: u8) -> Result<(), Problem> {
    let found = arg.types();
    if (mask | found) & types::OBJECT != 0 || mask & found != 0 {
        return Ok(());
    }
    let names: Vec<&str> = [
        (types::BOOLEAN, "a boolean"),
        (types::NUMBER, "a number"),
        (types::STRING, "a text"),
        (types::ARRAY, "a list"),
    ]
    .iter()
    .filter(|(bit, _)| mask & bit != 0)
    .map(|(_, name)| *name)
    .collect();
    let message = format!(
        "`{}` needs {}, not `{arg}`",
        function.name,
        names.join(" or ")
    );
    Err((ParseErrorKind::ArgumentType, message))
}

fn lambda(function: &Function, args: &[Node]) -> Result<(), Problem> {
    count(function, args.len(), 3, 3)?;
    if args[1].name().is_some() {
        return Ok(());
    }
    let message = format!("the second argument of `{}` must be a name", function.name);
    Err((ParseErrorKind::ArgumentType, message))
}
