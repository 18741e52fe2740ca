//! The schema of one result: the answer, the jsonPath, and the item of a list.

use adaptive_expressions::PathStep;

use super::super::api::answer::{Says, follow, is_list, item};
use crate::document::Cursor;
use crate::openapi::OpenApi;

/// `None` where the schema does not tell.
pub(super) fn entry<'a>(
    api: &'a OpenApi,
    answer: &Cursor<'a>,
    json_path: Option<&str>,
) -> Option<Cursor<'a>> {
    let steps = steps(json_path.unwrap_or_default())?;
    let Says::Here(selected) = follow(api, answer, &steps) else {
        return None;
    };
    if !is_list(api, &selected) {
        return Some(selected);
    }
    match item(api, &selected) {
        Says::Here(item) => Some(item),
        _ => None,
    }
}

/// A path of names and items; `None` for filters, wildcards and descents.
pub(super) fn steps(path: &str) -> Option<Vec<PathStep>> {
    let path = path.trim();
    let path = match path.strip_prefix('$') {
        Some("") => return Some(Vec::new()),
        Some(rest) if rest.starts_with(['.', '[']) => rest,
        _ => path,
    };
    let mut steps = Vec::new();
    let mut rest = path.strip_prefix('.').unwrap_or(path);
    if rest.starts_with('.') {
        return None;
    }
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let (token, after) = inside.split_once(']')?;
            let quoted = token.trim().trim_matches(['\'', '"']);
            steps.push(if quoted.len() < token.trim().len() {
                PathStep::Name(quoted.to_owned())
            } else if token == "*" || token.trim().parse::<i64>().is_ok() {
                PathStep::Item
            } else {
                return None;
            });
            rest = after.strip_prefix('.').unwrap_or(after);
            if rest.starts_with('.') {
                return None;
            }
            continue;
        }
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let name = &rest[..end];
        if name.is_empty() || name.contains(['*', '?', '(', ')', '@']) {
            return None;
        }
        steps.push(PathStep::Name(name.to_owned()));
        rest = &rest[end..];
        if let Some(after) = rest.strip_prefix('.') {
            if after.is_empty() || after.starts_with('.') {
                return None;
            }
            rest = after;
        }
    }
    Some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(path: &str) -> Option<String> {
        let names: Vec<String> = steps(path)?
            .into_iter()
            .map(|step| match step {
                PathStep::Name(name) => name,
                PathStep::Item => "*".to_owned(),
            })
            .collect();
        Some(names.join("/"))
    }

    #[test]
    fn plain_paths_of_both_dialects_are_taken_apart() {
        for (path, expected) in [
            ("", Some("")),
            ("$", Some("")),
            ("results", Some("results")),
            ("$.data.items", Some("data/items")),
            ("items[0].parts", Some("items/*/parts")),
            ("$['odd key'][*]", Some("odd key/*")),
            (".results", Some("results")),
            ("$..id", None),
            ("items[?(@.open)]", None),
            ("*", None),
            ("a..b", None),
            ("a[", None),
        ] {
            assert_eq!(written(path).as_deref(), expected, "{path}");
        }
    }
}
