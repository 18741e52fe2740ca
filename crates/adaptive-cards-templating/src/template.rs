//! A compiled template.

use serde_json::Value;

use crate::class::Classes;
use crate::error::{CompileError, ExpandError, TemplateError};
use crate::host::HostValues;
use crate::limits::Limits;
use crate::program::Program;
use crate::sink::{BytesSink, Sink, ValueSink};
use crate::tape::Tape;
use adaptive_expressions::Functions;

/// What an interpolated string (`"due ${date}"`) does with a `null` from the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NullText {
    /// The expansion fails, as in the JavaScript implementation.
    /// `"due ${date}"` with `{"date": null}`: an error. Whole-string `"${date}"`: `null`.
    #[default]
    Fail,
    /// It reads as nothing. `"due ${date}"`: `"due "`. Whole-string `"${date}"`: `null`.
    Empty,
}

/// How a template is compiled.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Classes of properties, for the sink.
    pub classes: Classes,
    /// Limits of each expansion.
    pub limits: Limits,
    /// What a `null` is inside a longer text.
    pub null_text: NullText,
    /// Functions of the host, in addition to the prebuilt ones.
    pub functions: Functions,
}

/// A compiled template; immutable, can be shared between threads.
#[derive(Debug)]
pub struct Template {
    pub(crate) program: Program,
    pub(crate) options: Options,
}

impl Template {
    /// Parses all expressions of `template`.
    ///
    /// # Errors
    /// An expression that is not well-formed, or has the wrong number or kind of arguments. An
    /// unknown function is no error here (the peer keeps the text); [`Self::unknown_functions`]
    /// lists them.
    pub fn compile(template: &Value, options: &Options) -> Result<Self, CompileError> {
        Self::of(&Tape::of(template), options)
    }

    /// The same from the template's JSON text, without a [`Value`] in between.
    ///
    /// ```
    /// use adaptive_cards_templating::{HostValues, Options, Template};
    ///
    /// let template = Template::parse(r#"{"text": "Hello ${name}"}"#, &Options::default())?;
    /// let mut card = Vec::new();
    /// let data = serde_json::json!({"name": "Ann"});
    /// template.expand_bytes(&data, &HostValues::default(), &mut card)?;
    /// assert_eq!(card, br#"{"text":"Hello Ann"}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A text that is not JSON (RFC 8259), and those of [`Self::compile`].
    pub fn parse(text: &str, options: &Options) -> Result<Self, TemplateError> {
        let tape = Tape::read(text).map_err(|error| TemplateError::json(text, &error))?;
        Ok(Self::of(&tape, options)?)
    }

    fn of(tape: &Tape<'_>, options: &Options) -> Result<Self, CompileError> {
        Ok(Self {
            program: crate::compile::compile(tape, options)?,
            options: options.clone(),
        })
    }

    /// Names of functions in the template that are neither prebuilt nor the host's.
    pub fn unknown_functions(&self) -> &[String] {
        &self.program.unknown_functions
    }

    /// Expands over `data` into a sink.
    ///
    /// # Errors
    /// An expression that fails where its value is needed, a limit reached, a value refused.
    pub fn expand_to<S: Sink>(
        &self,
        data: &Value,
        host: &HostValues,
        sink: &mut S,
    ) -> Result<(), ExpandError> {
        crate::expand::expand(self, data, host, sink)
    }

    /// Expands into a [`Value`].
    pub fn expand(&self, data: &Value, host: &HostValues) -> Result<Value, ExpandError> {
        let mut sink = ValueSink::new();
        self.expand_to(data, host, &mut sink)?;
        Ok(sink.into_value())
    }

    /// Expands into JSON text at the end of `out`. On an error `out` is as it was.
    pub fn expand_bytes(
        &self,
        data: &Value,
        host: &HostValues,
        out: &mut Vec<u8>,
    ) -> Result<(), ExpandError> {
        let before = out.len();
        let result = self.expand_to(data, host, &mut BytesSink::new(out));
        if result.is_err() {
            out.truncate(before);
        }
        result
    }
}
