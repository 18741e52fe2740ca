//! Functions of a host.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::error::EvalError;

type Body = dyn Fn(&[Value]) -> Result<Value, EvalError> + Send + Sync;

/// A function that a host adds to the language.
pub struct CustomFunction {
    body: Box<Body>,
}

impl CustomFunction {
    /// Takes its arguments as JSON and answers with JSON.
    pub fn new(
        body: impl Fn(&[Value]) -> Result<Value, EvalError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            body: Box::new(body),
        }
    }

    pub(crate) fn call(&self, args: &[Value]) -> Result<Value, EvalError> {
        (self.body)(args)
    }
}

impl fmt::Debug for CustomFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomFunction")
    }
}

/// The functions of a host, by name. A prebuilt function of the same name wins.
#[derive(Debug, Clone, Default)]
pub struct Functions {
    by_name: Option<Arc<HashMap<String, Arc<CustomFunction>>>>,
}

impl Functions {
    /// No functions.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a function.
    #[must_use]
    pub fn with(mut self, name: &str, function: CustomFunction) -> Self {
        let by_name = self.by_name.get_or_insert_default();
        Arc::make_mut(by_name).insert(name.to_owned(), Arc::new(function));
        self
    }

    /// No functions, for borrowing.
    pub(crate) const fn none() -> &'static Self {
        static NONE: Functions = Functions { by_name: None };
        &NONE
    }

    pub(crate) fn get(&self, name: &str) -> Option<Arc<CustomFunction>> {
        self.by_name.as_ref()?.get(name).cloned()
    }
}
