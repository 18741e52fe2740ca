//! What became of each expression, for people who write templates.

use serde_json::Value;

use crate::class::Class;
use crate::sink::{Evaluated, Fragment, Refusal, Scalar, Sink};

/// An expression of a template, evaluated once.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// JSON pointer (RFC 6901) to its string in the template.
    pub pointer: String,
    /// The expression, in full parentheses.
    pub expression: String,
    /// Its value, or why it has none. No value at all (a missing property where a condition reads
    /// it) is `null` here, as in JSON.
    pub result: Result<Value, String>,
}

/// Keeps what became of each expression, and writes on into another sink.
///
/// ```
/// use adaptive_cards_templating::{Explainer, HostValues, Options, Template, ValueSink};
/// use serde_json::json;
///
/// let template = json!({"text": "${title} of ${count(parts)}"});
/// let template = Template::compile(&template, &Options::default())?;
/// let mut sink = Explainer::new(ValueSink::new());
/// template.expand_to(&json!({"title": "Wheel", "parts": 3}), &HostValues::default(), &mut sink)?;
/// let all = sink.explained();
/// assert_eq!((all[0].pointer.as_str(), &all[0].result), ("/text", &Ok(json!("Wheel"))));
/// assert_eq!(all[1].expression, "count(parts)");
/// assert!(all[1].result.as_ref().unwrap_err().contains("parts"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Explainer<S> {
    inner: S,
    explained: Vec<Explained>,
}

impl<S> Explainer<S> {
    /// Writes into `inner`.
    pub fn new(inner: S) -> Self {
        Self {
            inner,
            explained: Vec::new(),
        }
    }

    /// What was evaluated, in the order of evaluation; in a repeated object once for each round.
    pub fn explained(&self) -> &[Explained] {
        &self.explained
    }

    /// The sink beneath, and what was evaluated.
    pub fn into_parts(self) -> (S, Vec<Explained>) {
        (self.inner, self.explained)
    }
}

impl<S: Sink> Sink for Explainer<S> {
    fn begin_object(&mut self) -> Result<(), Refusal> {
        self.inner.begin_object()
    }

    fn key(&mut self, name: &str) -> Result<(), Refusal> {
        self.inner.key(name)
    }

    fn end_object(&mut self) -> Result<(), Refusal> {
        self.inner.end_object()
    }

    fn begin_array(&mut self) -> Result<(), Refusal> {
        self.inner.begin_array()
    }

    fn end_array(&mut self) -> Result<(), Refusal> {
        self.inner.end_array()
    }

    fn scalar(&mut self, class: Class, value: Scalar<'_>) -> Result<(), Refusal> {
        self.inner.scalar(class, value)
    }

    fn literal(&mut self, fragment: &Fragment<'_>) -> Result<(), Refusal> {
        self.inner.literal(fragment)
    }

    const EXPLAINS: bool = true;

    fn evaluated(&mut self, evaluated: Evaluated<'_, '_>) {
        if evaluated.expression.is_constant() {
            return;
        }
        let pointer = match evaluated.directive {
            Some(name) => format!("{}/{name}", evaluated.pointer),
            None => evaluated.pointer.to_owned(),
        };
        self.explained.push(Explained {
            pointer,
            expression: evaluated.expression.to_source(),
            result: match evaluated.result {
                Ok(value) => Ok(value.to_json()),
                Err(error) => Err(error.to_string()),
            },
        });
        self.inner.evaluated(evaluated);
    }
}
