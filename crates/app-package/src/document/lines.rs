//! From bytes to lines and columns.

/// Where the lines of a text begin, and which of its bytes are not the first of a character.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    text: String,
    starts: Vec<usize>,
}

impl Lines {
    pub(crate) fn new(text: &str) -> Self {
        let starts = std::iter::once(0)
            .chain(
                text.bytes()
                    .enumerate()
                    .filter(|(_, byte)| *byte == b'\n')
                    .map(|(at, _)| at + 1),
            )
            .collect();
        Self {
            text: text.to_owned(),
            starts,
        }
    }

    /// Line and column in characters, from 1; offsets past the end mean the end.
    pub(crate) fn line_column(&self, offset: usize) -> (u32, u32) {
        let offset = offset.min(self.text.len());
        let line = self
            .starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let column = self.text.as_bytes()[start..offset]
            .iter()
            // Continuation bytes of UTF-8 begin no character.
            .filter(|byte| **byte & 0xc0 != 0x80)
            .count();
        (to_u32(line + 1), to_u32(column + 1))
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The byte where a line (from 1) begins; past the end means the end.
    pub(crate) fn start_of(&self, line: usize) -> usize {
        self.starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(self.text.len())
    }
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
