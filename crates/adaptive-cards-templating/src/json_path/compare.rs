//! Comparing values (RFC 9535, section 2.3.5.2.2).

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::JsonPathError;
use super::query::Operator;
use super::select::Selection;

impl Selection<'_> {
    /// Nothing (`None`) equals nothing and has no order.
    pub(super) fn compare(
        &mut self,
        left: Option<&Value>,
        operator: Operator,
        right: Option<&Value>,
    ) -> Result<bool, JsonPathError> {
        if matches!(operator, Operator::Equal | Operator::NotEqual) {
            let equal = match (left, right) {
                (Some(left), Some(right)) => self.equal(left, right)?,
                (left, right) => left.is_none() && right.is_none(),
            };
            return Ok(equal == (operator == Operator::Equal));
        }
        let order = match (left, right) {
            (Some(Value::Number(left)), Some(Value::Number(right))) => number_order(left, right),
            (Some(Value::String(left)), Some(Value::String(right))) => {
                self.step_text(left.len().min(right.len()))?;
                // UTF-8 sorts as the code points it encodes.
                Some(left.cmp(right))
            }
            // The rest has no order, but what is equal is also "at most" and "at least" equal.
            _ => {
                let equal = self.compare(left, Operator::Equal, right)?;
                equal.then_some(Ordering::Equal)
            }
        };
        Ok(order.is_some_and(|order| match operator {
            Operator::Less => order.is_lt(),
            Operator::LessEqual => order.is_le(),
            Operator::Greater => order.is_gt(),
            _ => order.is_ge(),
        }))
    }

    /// Deep equality without recursion: values may be nested deeper than the stack holds.
    fn equal(&mut self, left: &Value, right: &Value) -> Result<bool, JsonPathError> {
        let mut pairs = vec![(left, right)];
        while let Some(pair) = pairs.pop() {
            self.step(1)?;
            let equal = match pair {
                (Value::Number(left), Value::Number(right)) => {
                    number_order(left, right) == Some(Ordering::Equal)
                }
                (Value::String(left), Value::String(right)) => {
                    self.step_text(left.len().min(right.len()))?;
                    left == right
                }
                (Value::Array(left), Value::Array(right)) => {
                    pairs.extend(left.iter().zip(right));
                    left.len() == right.len()
                }
                (Value::Object(left), Value::Object(right)) => {
                    let before = pairs.len();
                    pairs.extend(
                        left.iter()
                            .filter_map(|(name, left)| Some((left, right.get(name)?))),
                    );
                    left.len() == right.len() && pairs.len() - before == left.len()
                }
                (Value::Null, Value::Null) => true,
                (Value::Bool(left), Value::Bool(right)) => left == right,
                _ => false,
            };
            if !equal {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// By their mathematical values; integers exactly, a fraction with an integer as 64-bit floats.
fn number_order(left: &Number, right: &Number) -> Option<Ordering> {
    let integer = |n: &Number| n.as_i64().map(i128::from).or(n.as_u64().map(i128::from));
    match (integer(left), integer(right)) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => left.as_f64()?.partial_cmp(&right.as_f64()?),
    }
}
