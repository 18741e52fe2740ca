//! What one evaluation may use.

use crate::error::{EvalError, Limit};

/// Steps and bytes that evaluations may still use. Work is charged where it is done: a node is a
/// step, an element that a function visits is a step, and text or lists made on the way cost bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Steps left.
    pub steps: u64,
    /// Bytes left.
    pub bytes: u64,
    /// How deep evaluations may nest.
    pub depth: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            steps: 1_000_000,
            bytes: 16 << 20,
            depth: 200,
        }
    }
}

impl Budget {
    /// Takes `n` steps.
    ///
    /// # Errors
    /// When fewer are left.
    #[inline]
    pub fn step(&mut self, n: usize) -> Result<(), EvalError> {
        match self.steps.checked_sub(n as u64) {
            Some(left) => {
                self.steps = left;
                Ok(())
            }
            None => Err(EvalError::limit(Limit::Steps)),
        }
    }

    /// Takes `n` bytes, and a step for each 64 of them.
    ///
    /// # Errors
    /// When fewer are left.
    #[inline]
    pub fn make(&mut self, n: usize) -> Result<(), EvalError> {
        self.step(n / 64)?;
        match self.bytes.checked_sub(n as u64) {
            Some(left) => {
                self.bytes = left;
                Ok(())
            }
            None => Err(EvalError::limit(Limit::Bytes)),
        }
    }
}
