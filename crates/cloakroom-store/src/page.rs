//! Pages of lists: by cursor, so that a page costs the same however long the list is, and with a
//! search by the beginnings of words, by index on both databases.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;

/// The most rows of a page.
pub const MOST_ROWS: u16 = 100;
/// The longest text that is kept of a term, in characters.
const LONGEST_TERM: usize = 96;
/// The most terms of a name.
const MOST_TERMS: usize = 16;

/// Where a page ended. Opaque to whoever holds it; a made-up one finds another place of the same
/// list, never another list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(Vec<String>);

impl Cursor {
    pub(crate) fn new<const N: usize>(parts: [&str; N]) -> Self {
        Self(parts.map(str::to_owned).to_vec())
    }

    /// Its parts, if it is of a list with so many.
    pub(crate) fn parts<const N: usize>(&self) -> Option<[&str; N]> {
        let parts: Vec<&str> = self.0.iter().map(String::as_str).collect();
        parts.try_into().ok()
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = serde_json::Value::from(self.0.clone()).to_string();
        f.write_str(&BASE64URL_NOPAD.encode(parts.as_bytes()))
    }
}

/// A text that is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct NotACursor;

impl FromStr for Cursor {
    type Err = NotACursor;
    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let parts = BASE64URL_NOPAD.decode(text.as_bytes());
        let parts: Vec<String> = parts
            .ok()
            .and_then(|parts| serde_json::from_slice(&parts).ok())
            .ok_or(NotACursor)?;
        // PostgreSQL's texts hold no NUL.
        if parts.iter().any(|part| part.contains('\0')) {
            return Err(NotACursor);
        }
        Ok(Self(parts))
    }
}

/// Which page of a list.
#[derive(Debug, Clone, Default)]
pub struct PageRequest {
    /// Only rows with a word that begins so, without case.
    pub search: Option<String>,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// How many rows; 1 to [`MOST_ROWS`].
    pub limit: u16,
}

impl PageRequest {
    /// The first page of a whole list.
    pub fn first(limit: u16) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// One row more than wanted tells whether there is another page.
    pub(crate) fn rows(&self) -> i64 {
        i64::from(self.limit.clamp(1, MOST_ROWS)) + 1
    }

    /// The parts of the cursor, empty at the beginning: nothing sorts before the empty text.
    pub(crate) fn after<const N: usize>(&self) -> [&str; N] {
        let parts = self.after.as_ref().and_then(Cursor::parts);
        parts.unwrap_or([""; N])
    }

    pub(crate) fn search(&self) -> Option<Search> {
        Search::new(self.search.as_deref()?)
    }
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Its rows.
    pub items: Vec<T>,
    /// Where the next one begins, if there is one.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// From rows of which there may be one more than the page holds.
    pub(crate) fn cut(mut rows: Vec<T>, request: &PageRequest, at: impl Fn(&T) -> Cursor) -> Self {
        let most = usize::from(request.limit.clamp(1, MOST_ROWS));
        let more = rows.len() > most;
        rows.truncate(most);
        let next = rows.last().filter(|_| more).map(at);
        Self { items: rows, next }
    }

    /// The same page of something else.
    pub(crate) fn try_map<U, E>(self, map: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        Ok(Page {
            items: self.items.into_iter().map(map).collect::<Result<_, E>>()?,
            next: self.next,
        })
    }
}

/// A text to search for, as a range of terms.
#[derive(Debug)]
pub(crate) struct Search {
    pub(crate) from: String,
    pub(crate) to: String,
}

impl Search {
    /// `None` for a blank text, which is no search.
    fn new(text: &str) -> Option<Self> {
        let from: String = normal(text).chars().take(LONGEST_TERM).collect();
        if from.is_empty() {
            return None;
        }
        // No text sorts after the last character, and none of ours holds it.
        let to = format!("{from}\u{10ffff}");
        Some(Self { from, to })
    }

    /// Where a page of what is found begins: after the cursor, and never before the first match.
    pub(crate) fn after<'a>(&'a self, request: &'a PageRequest) -> (&'a str, &'a str) {
        let [term, id] = request.after();
        if term < self.from.as_str() {
            (&self.from, "")
        } else {
            (term, id)
        }
    }
}

/// Lower case, one blank between words: as names are sorted and searched.
pub(crate) fn normal(text: &str) -> String {
    let lower = text.to_lowercase().replace('\0', "");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The terms by which a name is found: each of its words with what follows.
pub(crate) fn terms(name: &str) -> Vec<String> {
    let name = normal(name);
    let starts = name.char_indices().filter(|(at, _)| {
        let before = name[..*at].chars().next_back();
        before.is_none_or(|before| !before.is_alphanumeric())
    });
    let mut terms: Vec<String> = starts
        .filter(|(_, first)| first.is_alphanumeric())
        .take(MOST_TERMS)
        .map(|(at, _)| name[at..].chars().take(LONGEST_TERM).collect())
        .collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// The terms by which something is found that has an id beside its name: as a whole, because
/// nobody looks for the middle of one.
pub(crate) fn terms_with_id(name: &str, id: &str) -> Vec<String> {
    let mut terms = terms(name);
    let id: String = normal(id).chars().take(LONGEST_TERM).collect();
    if !id.is_empty() && !terms.contains(&id) {
        terms.push(id);
    }
    terms
}

/// Puts the terms of something in place of those it had, on a transaction.
macro_rules! replace_terms {
    ($tx:ident, $tenant:expr, $kind:expr, $id:expr, $terms:expr) => {{
        sqlx::query($crate::statements::TERM_DELETE)
            .bind($tenant)
            .bind($kind)
            .bind($id)
            .execute(&mut *$tx)
            .await?;
        for term in &$terms {
            sqlx::query($crate::statements::TERM_INSERT)
                .bind($tenant)
                .bind($kind)
                .bind(term.as_str())
                .bind($id)
                .execute(&mut *$tx)
                .await?;
        }
    }};
}
pub(crate) use replace_terms;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_name_is_found_by_the_beginning_of_each_of_its_words() {
        assert_eq!(
            terms("  Contoso  Repairs-API "),
            ["api", "contoso repairs-api", "repairs-api"]
        );
        assert_eq!(terms("ÉCOLE"), ["école"]);
        assert!(terms("--- ").is_empty());
        let words: Vec<String> = (0..1000).map(|word| format!("w{word}")).collect();
        assert_eq!(terms(&words.join(" ")).len(), MOST_TERMS);
    }

    #[test]
    fn an_id_is_found_by_its_own_beginning_alone() {
        let id = "2F7C-0000";
        assert_eq!(
            terms_with_id("Repairs API", id),
            ["api", "repairs api", "2f7c-0000"]
        );
        assert_eq!(terms_with_id("contoso", "contoso"), ["contoso"]);
        assert!(terms_with_id("", " ").is_empty());
    }

    #[test]
    fn a_search_covers_what_begins_with_it_and_nothing_else() {
        let search = Search::new(" Rep ").unwrap();
        for (term, inside) in [
            ("rep", true),
            ("repairs", true),
            ("rep\u{ffff}", true),
            ("reo", false),
            ("req", false),
        ] {
            assert_eq!(
                search.from.as_str() <= term && term < search.to.as_str(),
                inside,
                "{term:?}"
            );
        }
        assert!(Search::new("  ").is_none());
    }

    #[test]
    fn a_cursor_of_another_place_finds_nothing_before_the_first_match() {
        let search = Search::new("re").unwrap();
        let after = |parts: [&str; 2]| {
            let request = PageRequest {
                after: Some(Cursor::new(parts)),
                ..PageRequest::first(1)
            };
            let (term, id) = search.after(&request);
            (term.to_owned(), id.to_owned())
        };
        let both = |term: &str, id: &str| (term.to_owned(), id.to_owned());
        assert_eq!(after(["repairs", "reg_1"]), both("repairs", "reg_1"));
        assert_eq!(after(["api", "reg_1"]), both("re", ""));
        let first = PageRequest::first(1);
        assert_eq!(search.after(&first), ("re", ""));
    }

    #[test]
    fn a_cursor_reads_back_and_nonsense_is_refused() {
        let cursor = Cursor::new(["re\"pairs", "reg_1"]);
        assert_eq!(cursor.to_string().parse(), Ok(cursor.clone()));
        assert_eq!(cursor.parts::<2>(), Some(["re\"pairs", "reg_1"]));
        assert_eq!(cursor.parts::<1>(), None);
        for text in ["", "x", "W10x", "eyJhIjoxfQ", "WyJcdTAwMDAiXQ"] {
            assert!(text.parse::<Cursor>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_page_says_where_the_next_begins_only_when_there_is_one() {
        let request = PageRequest::first(2);
        let at = |row: &u8| Cursor::new([row.to_string().as_str()]);
        let page = Page::cut(vec![1, 2, 3], &request, at);
        assert_eq!(
            (page.items, page.next),
            (vec![1, 2], Some(Cursor::new(["2"])))
        );
        let page = Page::cut(vec![1, 2], &request, at);
        assert_eq!((page.items, page.next), (vec![1, 2], None));
    }
}
