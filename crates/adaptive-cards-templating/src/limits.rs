//! Limits of one expansion.

/// What one expansion may use. Reaching a limit ends it with an error (SEC-PKG-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Evaluation steps: nodes of expressions and of the template, and work inside functions.
    pub steps: u64,
    /// Depth of nested template nodes and of expressions.
    pub depth: u32,
    /// Bytes of JSON text that may be written, and of intermediate strings.
    pub output_bytes: u64,
    /// Values (objects, arrays, scalars) that may be written.
    pub output_nodes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: 1_000_000,
            depth: 100,
            output_bytes: 4 << 20,
            output_nodes: 200_000,
        }
    }
}
