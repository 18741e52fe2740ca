//! Printing: the text of a tree, which parses to the same tree.

use std::fmt::{self, Display, Write};

use super::ast::{Base, Call, Kind, Node, Path, Step, Target};

impl Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Undefined => f.write_str("undefined"),
            Kind::Null => f.write_str("null"),
            Kind::Bool(b) => b.fmt(f),
            Kind::Number(n) => write_number(f, *n),
            Kind::Text(text) => write_text(f, text),
            Kind::Name(name) => f.write_str(name),
            Kind::Path(path) => path.fmt(f),
            Kind::Element(instance, index) => write!(f, "{instance}[{index}]"),
            Kind::Call(call) => call.fmt(f),
            Kind::Interpolation(parts) => {
                f.write_str("concat(''")?;
                for part in parts {
                    write!(f, ", {part}")?;
                }
                f.write_char(')')
            }
            Kind::Object(pairs) => {
                for _ in pairs {
                    f.write_str("setProperty(")?;
                }
                f.write_str("json('{}')")?;
                for (name, value) in pairs {
                    f.write_str(", ")?;
                    write_text(f, name)?;
                    write!(f, ", {value})")?;
                }
                Ok(())
            }
        }
    }
}

fn write_number(f: &mut fmt::Formatter<'_>, n: f64) -> fmt::Result {
    let text = ryu_js::Buffer::new().format(n).to_owned();
    // A literal has no exponent; very large and small ones are written in full.
    if text.contains('e') {
        write!(f, "{n}")
    } else {
        f.write_str(&text)
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let mut quoted = String::with_capacity(text.len() + 2);
    super::strings::escape(text, &mut quoted);
    f.write_str(&quoted)
}

impl Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.base {
            Base::Name(name) => f.write_str(name)?,
            Base::Value(node) => node.fmt(f)?,
        }
        for step in &self.steps {
            match step {
                Step::Property(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

impl Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match &self.target {
            Target::Prebuilt(function) => function.name,
            Target::Custom(name, _) | Target::Unknown(name) => name,
        };
        let infix = self.args.len() >= 2 && !name.starts_with(|c: char| c.is_ascii_alphabetic());
        if !infix {
            // With one operand an operator prints as the function that it is.
            f.write_str(match name {
                "&&" => "and",
                "||" => "or",
                name => name,
            })?;
        }
        f.write_char('(')?;
        for (i, arg) in self.args.iter().enumerate() {
            match (i, infix) {
                (0, _) => {}
                (_, true) => write!(f, " {name} ")?,
                (_, false) => f.write_str(", ")?,
            }
            arg.fmt(f)?;
        }
        f.write_char(')')
    }
}
