//! Writing source: the text of a tree, which parses to an equal tree.
//!
//! [`super::print`] writes what the peer writes (an object as calls of `setProperty`), because a
//! template shows that text where an expression fails. Here nothing is lost.

use super::ast::{Base, Call, Kind, Node, Path, Step, Target};
use super::strings::escape;
use crate::functions::word;

/// Appends the source of a node.
pub(crate) fn write(node: &Node, out: &mut String) {
    match &node.kind {
        Kind::Undefined => out.push_str("undefined"),
        Kind::Null => out.push_str("null"),
        Kind::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Kind::Number(n) => number(*n, out),
        Kind::Text(text) => escape(text, out),
        Kind::Name(name) => scope_name(name, out),
        Kind::Path(path) => chain(path, path.steps.len(), out),
        Kind::Element(instance, index) => {
            write(instance, out);
            item(index, out);
        }
        Kind::Call(inner) => call(inner, out),
        Kind::Interpolation(parts) => interpolation(parts, out),
        Kind::Object(pairs) => {
            // No space after the brace: inside `${…}` an object would not be seen as one.
            out.push('{');
            for (i, (name, value)) in pairs.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                key(name, out);
                out.push_str(": ");
                write(value, out);
            }
            out.push('}');
        }
    }
}

/// A literal has no exponent, so very large and small numbers are written in full, and more than
/// the largest as more digits than it has.
fn number(n: f64, out: &mut String) {
    if n.is_infinite() {
        out.push('1');
        out.extend(std::iter::repeat_n('0', 309));
    } else {
        out.push_str(&n.to_string());
    }
}

/// A name of the scope. One that is no identifier needs the long form.
fn scope_name(name: &str, out: &mut String) {
    if is_identifier(name) && !is_keyword(name) {
        out.push_str(name);
    } else {
        out.push_str("Accessor(");
        escape(name, out);
        out.push(')');
    }
}

/// The base of a chain and its first steps. A name that is no identifier needs the long form.
fn chain(path: &Path, steps: usize, out: &mut String) {
    let Some(last) = steps.checked_sub(1) else {
        match &path.base {
            Base::Value(node) => write(node, out),
            Base::Name(name) => scope_name(name, out),
        }
        return;
    };
    match &path.steps[last] {
        Step::Property(name) if is_identifier(name) => {
            chain(path, last, out);
            out.push('.');
            out.push_str(name);
        }
        Step::Property(name) => {
            out.push_str("Accessor(");
            escape(name, out);
            out.push_str(", ");
            chain(path, last, out);
            out.push(')');
        }
        Step::Index(index) => {
            chain(path, last, out);
            item(index, out);
        }
    }
}

fn item(index: &Node, out: &mut String) {
    out.push('[');
    write(index, out);
    out.push(']');
}

/// Two operands stand around an operator; more, or one, follow its name as a function.
fn call(call: &Call, out: &mut String) {
    let name = match &call.target {
        Target::Prebuilt(function) => function.name,
        Target::Custom(name, _) | Target::Unknown(name) => name,
    };
    let operator = matches!(call.target, Target::Prebuilt(_))
        && !name.starts_with(|c: char| c.is_ascii_alphabetic());
    if let ([left, right], true) = (call.args.as_slice(), operator) {
        out.push('(');
        write(left, out);
        out.push(' ');
        out.push_str(name);
        out.push(' ');
        write(right, out);
        out.push(')');
        return;
    }
    out.push_str(if operator { word(name) } else { name });
    out.push('(');
    for (i, arg) in call.args.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        write(arg, out);
    }
    out.push(')');
}

/// Text and `${expressions}` in backticks.
fn interpolation(parts: &[Node], out: &mut String) {
    out.push('`');
    let mut after_text = false;
    for part in parts {
        match &part.kind {
            // Two texts that follow each other would be read as one.
            Kind::Text(text) if !after_text => {
                for c in text.chars() {
                    if matches!(c, '`' | '$') {
                        out.push('\\');
                    }
                    out.push(c);
                }
                after_text = true;
            }
            _ => {
                out.push_str("${");
                write(part, out);
                out.push('}');
                after_text = false;
            }
        }
    }
    out.push('`');
}

/// A key of an object; its quotes are taken away when it is read, and nothing else.
fn key(name: &str, out: &mut String) {
    if is_identifier(name) && !name.starts_with("@@") {
        out.push_str(name);
        return;
    }
    let quote = if closes(name, '\'') { '\'' } else { '"' };
    out.push(quote);
    out.push_str(name);
    out.push(quote);
}

/// Whether quotes around a raw text end where it ends.
fn closes(raw: &str, quote: char) -> bool {
    let mut quoted = String::with_capacity(raw.len() + 2);
    quoted.push(quote);
    quoted.push_str(raw);
    quoted.push(quote);
    super::strings::end_of_string(&quoted) == Some(quoted.len())
}

fn is_identifier(name: &str) -> bool {
    super::lexer::is_identifier(name)
}

fn is_keyword(name: &str) -> bool {
    matches!(name, "true" | "false" | "null" | "undefined")
}

#[cfg(test)]
mod tests {
    use crate::Expression;

    #[track_caller]
    fn source(text: &str) -> String {
        let parsed = Expression::parse(text).unwrap();
        let source = parsed.to_source();
        assert_eq!(Expression::parse(&source).as_ref(), Ok(&parsed), "{source}");
        source
    }

    #[test]
    fn operators_of_two_operands_keep_their_signs() {
        assert_eq!(source("1 + 2 * n"), "(1 + (2 * n))");
        assert_eq!(source("a && !b"), "(a && not(b))");
        assert_eq!(source("add(1, 2, 3)"), "add(1, 2, 3)");
        assert_eq!(source("a & b ?? c"), "coalesce(concat(a, b), c)");
    }

    #[test]
    fn names_that_are_no_identifiers_take_the_long_form() {
        assert_eq!(source("Accessor('odd name')"), "Accessor('odd name')");
        assert_eq!(source("Accessor('true')"), "Accessor('true')");
        assert_eq!(
            source("Accessor('x y', a.b[0]).c"),
            "Accessor('x y', a.b[0]).c"
        );
        assert_eq!(source("a.true"), "a.true");
    }

    #[test]
    fn objects_and_interpolated_texts_stay_what_they_are() {
        assert_eq!(source("{a: 1, 'b c': {d: e}}"), "{a: 1, 'b c': {d: e}}");
        let mixed = "`a ${(n + 1)} \\$ \\` t${'t'}`";
        assert_eq!(source(mixed), mixed);
        assert_eq!(source("`${n}${'t'}`"), "`${n}t`");
        assert_eq!(source("`${n}`"), "`${n}`");
        assert_eq!(source("``"), "``");
    }

    #[test]
    fn numbers_are_written_in_full() {
        assert_eq!(
            source("1000000000000000000000000"),
            "1000000000000000000000000"
        );
        assert_eq!(source("0.00000001"), "0.00000001");
        source(&"9".repeat(400));
    }

    #[test]
    fn a_key_that_ends_in_a_backslash_becomes_a_text() {
        assert_eq!(source(r"{'a\': 1}"), r"setProperty(json('{}'), 'a\\', 1)");
    }
}
