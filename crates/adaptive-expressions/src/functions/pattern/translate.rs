//! From JavaScript's pattern syntax to that of the `regex` crate.
//!
//! `isMatch` takes only the peer's common dialect: no look-around, no back-references, no `\b`.

/// Deepest nesting of groups.
const MAX_DEPTH: u32 = 50;

struct Translator<'p> {
    rest: std::iter::Peekable<std::str::Chars<'p>>,
    out: String,
    common: bool,
}

/// Translates a pattern, or says why it is none.
pub(super) fn translate(source: &str, common: bool) -> Result<String, String> {
    let mut flags = String::new();
    let mut body = source.to_owned();
    if common {
        if source.is_empty() {
            return Err("it is empty".to_owned());
        }
        // The peer takes the first of each of these out and makes it a flag of the whole.
        for flag in ["(?i)", "(?m)", "(?s)"] {
            if let Some(at) = body.find(flag) {
                body.replace_range(at..at + flag.len(), "");
                flags.push_str(&flag[2..3]);
            }
        }
    }
    let mut translator = Translator {
        rest: body.chars().peekable(),
        out: String::new(),
        common,
    };
    if !flags.is_empty() {
        translator.out.push_str(&format!("(?{flags})"));
    }
    translator.alternatives(0)?;
    match translator.rest.next() {
        None => Ok(translator.out),
        Some(c) => Err(format!("`{c}` without its opening")),
    }
}

impl Translator<'_> {
    fn alternatives(&mut self, depth: u32) -> Result<(), String> {
        if depth > MAX_DEPTH {
            return Err("nested too deep".to_owned());
        }
        while let Some(&c) = self.rest.peek() {
            match c {
                ')' => return Ok(()),
                '|' => {
                    self.rest.next();
                    self.out.push('|');
                }
                _ => self.element(depth)?,
            }
        }
        Ok(())
    }

    fn element(&mut self, depth: u32) -> Result<(), String> {
        let Some(c) = self.rest.next() else {
            return Ok(());
        };
        match c {
            '(' => self.group(depth)?,
            '[' => self.class()?,
            '\\' => self.escape(false)?,
            '.' => self.out.push_str(r"[^\n\r\u{2028}\u{2029}]"),
            '^' | '$' => self.out.push(c),
            '*' | '+' | '?' => return Err(format!("nothing to repeat before `{c}`")),
            '{' | '}' | ']' => {
                self.out.push('\\');
                self.out.push(c);
            }
            c => push_literal(&mut self.out, c),
        }
        self.quantifier()
    }

    fn group(&mut self, depth: u32) -> Result<(), String> {
        self.out.push('(');
        if self.rest.peek() == Some(&'?') {
            self.rest.next();
            match self.rest.next() {
                Some(':') => self.out.push_str("?:"),
                Some('<') if !matches!(self.rest.peek(), Some('=' | '!')) => {
                    self.out.push_str("?<");
                    for c in self.rest.by_ref() {
                        self.out.push(c);
                        if c == '>' {
                            break;
                        }
                    }
                }
                _ => return Err("this kind of group is not supported".to_owned()),
            }
        }
        self.alternatives(depth + 1)?;
        if self.rest.next() != Some(')') {
            return Err("a group does not end".to_owned());
        }
        self.out.push(')');
        Ok(())
    }

    fn quantifier(&mut self) -> Result<(), String> {
        match self.rest.peek() {
            Some(&c @ ('*' | '+' | '?')) => {
                self.rest.next();
                self.out.push(c);
            }
            Some('{') => {
                let mut ahead = self.rest.clone();
                ahead.next();
                let inside: String = ahead.clone().take_while(|c| *c != '}').collect();
                if !is_counts(&inside) || !ahead.any(|c| c == '}') {
                    return Ok(());
                }
                self.rest = ahead;
                self.out.push('{');
                self.out.push_str(&inside);
                self.out.push('}');
            }
            _ => return Ok(()),
        }
        match self.rest.peek() {
            Some('?') => {
                self.rest.next();
                self.out.push('?');
                Ok(())
            }
            Some('+' | '*') => Err("a repetition cannot be repeated".to_owned()),
            _ => Ok(()),
        }
    }

    fn class(&mut self) -> Result<(), String> {
        self.out.push('[');
        if self.rest.peek() == Some(&'^') {
            self.rest.next();
            self.out.push('^');
        }
        let mut empty = true;
        loop {
            match self.rest.next() {
                None => return Err("a class does not end".to_owned()),
                Some(']') if empty && self.common && !self.out.ends_with('^') => {
                    return Err("an empty class".to_owned());
                }
                Some(']') if empty => {
                    // JavaScript: `[]` matches nothing, `[^]` everything.
                    let all = self.out.ends_with('^');
                    self.out.truncate(self.out.len() - if all { 2 } else { 1 });
                    self.out.push_str(if all { r"[\s\S]" } else { r"[^\s\S]" });
                    return Ok(());
                }
                Some(']') => {
                    self.out.push(']');
                    return Ok(());
                }
                Some('\\') => self.escape(true)?,
                Some('-') => self.out.push('-'),
                Some(c) => {
                    if matches!(c, '[' | '&' | '~' | '^') {
                        self.out.push('\\');
                    }
                    self.out.push(c);
                }
            }
            empty = false;
            // A hyphen at the end, or one after a range, is itself.
            if self.out.ends_with("--") {
                self.out.pop();
                self.out.push_str("\\-");
            }
        }
    }

    fn escape(&mut self, in_class: bool) -> Result<(), String> {
        let Some(c) = self.rest.next() else {
            return Err("a backslash at the end".to_owned());
        };
        match c {
            'd' => self.out.push_str(if in_class { "0-9" } else { "[0-9]" }),
            'w' => self.out.push_str(if in_class {
                "0-9A-Za-z_"
            } else {
                "[0-9A-Za-z_]"
            }),
            'D' => self.out.push_str("[^0-9]"),
            'W' => self.out.push_str("[^0-9A-Za-z_]"),
            's' | 'S' | 'n' | 'r' | 't' | 'f' => {
                self.out.push('\\');
                self.out.push(c);
            }
            'v' if !self.common => self.out.push_str(r"\x0B"),
            'b' | 'B' if !self.common && !in_class => {
                self.out
                    .push_str(if c == 'b' { r"(?-u:\b)" } else { r"(?-u:\B)" });
            }
            'x' => self.code_point(c)?,
            'u' if !self.common => self.code_point(c)?,
            '0' if !self.common => self.out.push_str(r"\x00"),
            '0' => self.octal()?,
            // The peer's grammar knows quoting, the engine below it takes the letters as they are.
            'Q' if self.common && self.rest.clone().collect::<String>().contains("\\E") => {
                self.out.push('Q');
            }
            'E' if self.common && self.out.contains('Q') => self.out.push('E'),
            // Without the flag `u` these are letters in JavaScript.
            'a' | 'e' | 'p' | 'P' | 'c' if self.common => self.out.push(c),
            c if c.is_ascii_alphanumeric() => {
                return Err(format!("`\\{c}` is not supported"));
            }
            c => push_literal(&mut self.out, c),
        }
        Ok(())
    }

    fn code_point(&mut self, kind: char) -> Result<(), String> {
        let len = if kind == 'x' { 2 } else { 4 };
        let digits: String = self.rest.by_ref().take(len).collect();
        let valid = digits.len() == len && digits.bytes().all(|b| b.is_ascii_hexdigit());
        if !valid {
            return Err(format!("`\\{kind}` needs {len} hexadecimal digits"));
        }
        self.out.push_str(&format!(r"\u{{{digits}}}"));
        Ok(())
    }

    /// Two or three octal digits, of which the first, a zero, is read.
    fn octal(&mut self) -> Result<(), String> {
        let mut value = 0;
        let mut len = 0;
        while let Some(digit) = self
            .rest
            .peek()
            .and_then(|c| c.to_digit(8))
            .filter(|_| len < 2)
        {
            self.rest.next();
            value = value * 8 + digit;
            len += 1;
        }
        if len == 0 {
            return Err("`\\0` needs another octal digit".to_owned());
        }
        self.out.push_str(&format!(r"\x{{{value:x}}}"));
        Ok(())
    }
}

fn is_counts(inside: &str) -> bool {
    let (least, most) = inside.split_once(',').unwrap_or((inside, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    !least.is_empty() && digits(least) && digits(most)
}

fn push_literal(out: &mut String, c: char) {
    let special = "\\.+*?()|[]{}^$#&-~";
    if special.contains(c) {
        out.push('\\');
    }
    out.push(c);
}
