//! The smallest document that has a value at a given place of a schema.

use serde_json::{Map, Value, json};

use super::super::{Format, Id, Keyword, Literal, keywords, pattern};

/// A subschema where it applies: properties by name, items as `*`, names under a pattern as
/// `{n}`, the n-th form of `oneOf`, `anyOf` or `allOf` as `|n`, what `then` adds as `?`.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) path: Vec<String>,
    pub(super) id: Id,
}

pub(super) fn places(root: Id) -> Vec<Place> {
    let mut all = Vec::new();
    walk(root, &mut Vec::new(), &mut all);
    all
}

fn walk(id: Id, path: &mut Vec<String>, all: &mut Vec<Place>) {
    all.push(Place {
        path: path.clone(),
        id,
    });
    for keyword in keywords(id) {
        let mut below = |name: String, id: Id| {
            // What is never allowed has no value.
            if !keywords(id)
                .iter()
                .any(|keyword| matches!(keyword, Keyword::Never))
            {
                path.push(name);
                walk(id, path, all);
                path.pop();
            }
        };
        match keyword {
            Keyword::Properties(named) => {
                for (name, id) in *named {
                    below((*name).to_owned(), *id);
                }
            }
            Keyword::PatternProperties(named) => {
                for (index, id) in *named {
                    below(format!("{{{index}}}"), *id);
                }
            }
            Keyword::Items(id) => below("*".to_owned(), *id),
            Keyword::AllOf(list) | Keyword::AnyOf(list) | Keyword::OneOf(list) => {
                for (index, id) in list.iter().enumerate() {
                    below(format!("|{index}"), *id);
                }
            }
            Keyword::If(_, id) => below("?".to_owned(), *id),
            _ => {}
        }
    }
}

/// What stands at a place of the document: the tokens of its JSON pointer.
pub(super) fn tokens(path: &[String]) -> Vec<String> {
    path.iter()
        .filter(|token| !token.starts_with('|') && *token != "?")
        .map(|token| match token.as_str() {
            "*" => "0".to_owned(),
            token => match token.strip_prefix('{') {
                Some(index) => name_like(index.trim_end_matches('}').parse().unwrap()),
                None => token.to_owned(),
            },
        })
        .collect()
}

/// A name or text that matches a pattern of the table.
pub(super) fn name_like(index: usize) -> String {
    let candidates = [
        "a",
        "x-a",
        "00000000-0000-0000-0000-000000000000",
        "#000000",
        "1.0.0",
        "https://a.example",
        "a.xll",
        "16",
        "en-us",
        "A1",
    ];
    candidates
        .into_iter()
        .find(|text| pattern::matches(index, text))
        .unwrap_or_else(|| panic!("no text for {}", pattern::source(index)))
        .to_owned()
}

/// `None` where no value was found.
pub(super) fn value(id: Id, path: &[String]) -> Option<Value> {
    let mut rows = keywords(id).to_vec();
    merged(&mut rows, path)
}

/// Builds from the keywords gathered so far. Of several conditions the first is taken. The nearest token says which form to add, or which
/// property or item has to be there.
fn merged(rows: &mut Vec<Keyword>, path: &[String]) -> Option<Value> {
    if let Some(index) = path.first().and_then(|token| token.strip_prefix('|')) {
        let index: usize = index.parse().ok()?;
        let alternative = forms(rows)
            .iter()
            .find_map(|(at, list)| list.get(index).map(|id| (*at, *id)));
        if let Some((at, id)) = alternative {
            rows.remove(at);
            rows.extend(keywords(id));
        }
        return merged(rows, &path[1..]);
    }
    while let Some(at) = rows
        .iter()
        .position(|keyword| matches!(keyword, Keyword::AllOf(_)))
    {
        if let Keyword::AllOf(list) = rows.remove(at) {
            for id in list {
                rows.extend(keywords(*id));
            }
        }
    }
    if path.first().is_some_and(|token| token == "?") {
        let at = rows
            .iter()
            .position(|keyword| matches!(keyword, Keyword::If(..)))?;
        let Keyword::If(condition, then) = rows.remove(at) else {
            return None;
        };
        rows.extend(keywords(condition));
        rows.extend(keywords(then));
        return merged(rows, &path[1..]);
    }
    // Any other form: the first that allows what has to be there.
    while let Some((at, list)) = forms(rows).into_iter().next() {
        let wanted = path.first();
        let id = list
            .iter()
            .find(|id| wanted.is_some_and(|name| requires(**id, name)))
            .or(list.first())?;
        rows.remove(at);
        rows.extend(keywords(*id));
    }
    // Where several rows constrain one property, all of them hold.
    let wanted = path.first().map(String::as_str);
    let list_wanted = wanted == Some("*");
    if list_wanted || has_type(rows, 32) && !has_type(rows, 64 | 16) && wanted.is_none() {
        return Some(Value::Array(items(rows, path)?));
    }
    if wanted.is_some() || has_type(rows, 64) && !has_type(rows, 16) {
        return object(rows, path);
    }
    Some(scalar(rows))
}

fn forms(rows: &[Keyword]) -> Vec<(usize, &'static [Id])> {
    rows.iter()
        .enumerate()
        .filter_map(|(at, keyword)| match keyword {
            Keyword::AnyOf(list) | Keyword::OneOf(list) => Some((at, *list)),
            _ => None,
        })
        .collect()
}

fn requires(id: Id, name: &str) -> bool {
    keywords(id).iter().any(|keyword| match keyword {
        Keyword::Required(names) => names.contains(&name),
        Keyword::Properties(all) => all.iter().any(|(known, _)| *known == name),
        _ => false,
    })
}

fn has_type(rows: &[Keyword], bits: u8) -> bool {
    rows.iter().any(|keyword| match keyword {
        Keyword::Types(own) => own & bits != 0,
        Keyword::Required(_) | Keyword::Properties(_) => bits & 64 != 0,
        _ => false,
    })
}

fn items(rows: &[Keyword], path: &[String]) -> Option<Vec<Value>> {
    let mut least = usize::from(!path.is_empty());
    let mut id = None;
    for keyword in rows {
        match keyword {
            Keyword::MinItems(count) => least = least.max(*count),
            Keyword::Items(item) => id = Some(*item),
            _ => {}
        }
    }
    let mut list = Vec::new();
    for index in 0..least {
        let rest = if index == 0 && !path.is_empty() {
            &path[1..]
        } else {
            &[]
        };
        list.push(match id {
            Some(id) => value(id, rest)?,
            None => json!("a"),
        });
    }
    Some(list)
}

fn object(rows: &[Keyword], path: &[String]) -> Option<Value> {
    let mut names: Vec<String> = Vec::new();
    let add = |names: &mut Vec<String>, name: &str| {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    };
    for keyword in rows {
        if let Keyword::Required(required) = keyword {
            required.iter().for_each(|name| add(&mut names, name));
        }
    }
    let wanted = path.first();
    if let Some(name) = wanted {
        let name = tokens(std::slice::from_ref(name)).pop()?;
        add(&mut names, &name);
    }
    let mut more = Vec::new();
    for keyword in rows {
        if let Keyword::Dependencies(all) = keyword {
            for (name, id) in *all {
                if names.iter().any(|known| known == name) {
                    more.extend(required_first(*id));
                }
            }
        }
    }
    for name in &more {
        add(&mut names, name);
    }
    for keyword in rows {
        if let Keyword::MinProperties(least) = keyword {
            for (name, _) in properties(rows) {
                if names.len() < *least {
                    add(&mut names, name);
                }
            }
        }
    }
    let mut members = Map::new();
    for name in names {
        let is_wanted = wanted
            .is_some_and(|token| tokens(std::slice::from_ref(token)).pop().as_ref() == Some(&name));
        let rest: &[String] = if is_wanted { &path[1..] } else { &[] };
        let mut below: Vec<Keyword> = Vec::new();
        for (known, id) in properties(rows) {
            if *known == name {
                below.extend(keywords(*id));
            }
        }
        for keyword in rows {
            if let Keyword::PatternProperties(all) = keyword {
                for (index, id) in *all {
                    if pattern::matches(*index, &name) {
                        below.extend(keywords(*id));
                    }
                }
            }
        }
        members.insert(name, merged(&mut below, rest)?);
    }
    Some(Value::Object(members))
}

/// What a dependency requires, of its first form.
fn required_first(id: Id) -> Vec<&'static str> {
    let mut names = Vec::new();
    for keyword in keywords(id) {
        match keyword {
            Keyword::Required(required) => names.extend(required.iter().copied()),
            Keyword::AnyOf(list) => names.extend(
                list.first()
                    .map(|id| required_first(*id))
                    .unwrap_or_default(),
            ),
            _ => {}
        }
    }
    names
}

fn properties(rows: &[Keyword]) -> impl Iterator<Item = &'static (&'static str, Id)> + use<> {
    let lists: Vec<_> = rows
        .iter()
        .filter_map(|keyword| match keyword {
            Keyword::Properties(all) => Some(all.iter()),
            _ => None,
        })
        .collect();
    lists.into_iter().flatten()
}

fn scalar(rows: &[Keyword]) -> Value {
    let mut least = 0;
    let mut text = None;
    let mut number = 0.0;
    // `const` is narrower than `enum`, whichever comes first.
    let mut listed = None;
    for keyword in rows {
        match keyword {
            Keyword::Const(one) => return one.to_value(),
            Keyword::Enum(all) => listed = listed.or(all.first().copied()),
            Keyword::Pattern(index) => text = Some(name_like(*index)),
            Keyword::Format(Format::Uri) => text = Some("https://a.example/".to_owned()),
            Keyword::Format(Format::Email) => text = Some("a@a.example".to_owned()),
            Keyword::MinLength(count) => least = *count,
            Keyword::Minimum(count) => number = *count,
            _ => {}
        }
    }
    if let Some(one) = listed {
        return Literal::to_value(one);
    }
    let mut text = text.unwrap_or_default();
    while text.chars().count() < least {
        text.push('a');
    }
    if has_type(rows, 16)
        || !rows
            .iter()
            .any(|keyword| matches!(keyword, Keyword::Types(_)))
    {
        text.into()
    } else if has_type(rows, 2) {
        json!(true)
    } else if has_type(rows, 4) {
        #[allow(clippy::cast_possible_truncation)]
        let number = number as i64;
        json!(number)
    } else if has_type(rows, 8) {
        json!(number)
    } else {
        Value::Null
    }
}
