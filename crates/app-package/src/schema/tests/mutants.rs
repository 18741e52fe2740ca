//! Changes of a document at a place, for one keyword that holds there.

use serde_json::{Value, json};

use super::super::{Format, Keyword, Literal, keywords};
use super::build::{self, Place};

/// A value of each type, `null` last.
fn types() -> Vec<Value> {
    vec![
        json!("a"),
        json!(1),
        json!(1.5),
        json!(true),
        json!([]),
        json!({}),
        Value::Null,
    ]
}

pub(super) fn of(base: &Value, place: &Place, keyword: Keyword) -> Vec<Value> {
    let tokens = build::tokens(&place.path);
    let mut all = Vec::new();
    let mut put = |change: &dyn Fn(&mut Value)| {
        let mut mutant = base.clone();
        if let Some(at) = find(&mut mutant, &tokens) {
            change(at);
            all.push(mutant);
        }
    };
    let set = |value: Value| move |at: &mut Value| *at = value.clone();
    match keyword {
        Keyword::Types(_) => types().into_iter().for_each(|value| put(&set(value))),
        Keyword::Required(names) => {
            for name in names {
                put(&|at| remove(at, name));
            }
        }
        Keyword::AdditionalProperties(_) | Keyword::PropertyNames(_) => {
            for name in ["unknownName", "Name", "", "ünknown/~"] {
                put(&|at| insert(at, name, json!("a")));
            }
        }
        Keyword::Properties(_) | Keyword::PatternProperties(_) => {
            // Each has places of its own; here that a name in the wrong case is another name.
            let names: Vec<String> = match keyword {
                Keyword::Properties(all) => {
                    all.iter().map(|(name, _)| (*name).to_owned()).collect()
                }
                _ => vec!["a".to_owned(), "x-a".to_owned()],
            };
            for name in names {
                put(&|at| insert(at, &name.to_uppercase(), json!("a")));
                put(&|at| insert(at, &name, json!(["a", 1.5])));
                put(&|at| insert(at, &name, json!({"a": 1})));
                put(&|at| insert(at, &name, json!(1)));
            }
        }
        Keyword::MinProperties(_) => {
            put(&set(json!({})));
            put(&|at| insert(at, "unknownName", json!("a")));
        }
        Keyword::Items(id) => {
            for value in types() {
                put(&|at| *at = json!([value]));
            }
            if let Some(value) = build::value(id, &[]) {
                put(&|at| *at = json!([value]));
            }
        }
        Keyword::MinItems(count) | Keyword::MaxItems(count) => {
            for length in [count.saturating_sub(1), count, count + 1] {
                if let Some(list) = list(place, length) {
                    put(&set(list));
                }
            }
        }
        Keyword::UniqueItems(_) => {
            if let Some(Value::Array(list)) = list(place, 1) {
                put(&set(json!([list[0], list[0]])));
            }
            for pair in [
                json!([1, 1.0]),
                json!([[1], [1]]),
                json!([{"a": 1, "b": 2}, {"b": 2, "a": 1}]),
            ] {
                put(&set(pair));
            }
        }
        Keyword::MinLength(count) | Keyword::MaxLength(count) => {
            for length in [count.saturating_sub(1), count, count + 1] {
                for text in texts(place, length) {
                    put(&set(json!(text)));
                }
            }
        }
        Keyword::Pattern(_) => {
            for text in [
                "",
                " ",
                "a b",
                "ä",
                "a/b",
                "http://",
                "HTTPS://a",
                "ftp://a",
                "1.0",
                "01.0.0",
                "1.0.0 ",
                "#12345",
                "#1234567",
                "#gggggg",
                "en_us",
                "toolonglanguage",
                "5a31b6b1",
                "a.xll\n",
                "\n",
                "{5a31b6b1-3a0a-4b6e-9a52-0f6d0b4f2c11}",
                "5a31b6b1-3a0a-4b6e-9a52-0f6d0b4f2c11",
                "large",
                "1.",
                ".5",
                "_a",
                "1a",
                "A-B",
                "a+b",
            ] {
                put(&set(json!(text)));
            }
        }
        Keyword::Format(format) => {
            let texts: &[&str] = match format {
                Format::Uri => &[
                    "",
                    "a",
                    "//a.example",
                    "/a",
                    "https://a.example/b c",
                    "https:",
                    "1a:b",
                    "a:b",
                    "https://a.example/%zz",
                    "https://a.example/%2f",
                    "https://[::1]/",
                    "https://[::1",
                    "https://[zz]/",
                    "https://a.example:80a/",
                    "https://u:p@a.example:80/?q#f",
                    "https://a.example/ä",
                    "https://a.example/#a#b",
                    "urn:a:b",
                    "https://a.example/<>",
                    "https://a.example/{x}",
                    "mailto:a@b",
                    "https://a@b@c/",
                    "https://a.example/[x]",
                    "https://a:b:c/",
                    "https://[v1.a]/",
                    "https://",
                    "http://?q",
                    ":a",
                    "a b:c",
                    "https://a|b",
                ],
                Format::Email => &[
                    "",
                    "a",
                    "a@",
                    "@a",
                    "a@b",
                    "a@b.example",
                    "a b@c",
                    "a@-b",
                    "a@b..c",
                    "a..b@c",
                ],
            };
            for text in texts {
                put(&set(json!(text)));
            }
        }
        Keyword::Enum(_) | Keyword::Const(_) => {
            let known: Vec<Literal> = match keyword {
                Keyword::Enum(all) => all.to_vec(),
                Keyword::Const(one) => vec![one],
                _ => Vec::new(),
            };
            for one in known {
                put(&set(one.to_value()));
                if let Literal::Text(text) = one {
                    put(&set(json!(format!("{text} "))));
                    put(&set(json!(text.to_uppercase())));
                }
                if let Literal::Integer(number) = one {
                    put(&set(json!(number + 1)));
                    put(&set(json!(number.to_string())));
                }
            }
            put(&set(json!("not one of them")));
        }
        Keyword::Minimum(number) | Keyword::Maximum(number) => {
            #[allow(clippy::cast_possible_truncation)]
            for change in [-1.0, 0.0, 1.0] {
                put(&set(json!((number + change) as i64)));
            }
            put(&set(json!(number - 0.5)));
            put(&set(json!(number + 0.5)));
        }
        Keyword::AllOf(list) | Keyword::AnyOf(list) | Keyword::OneOf(list) => {
            let names: Vec<&str> = list.iter().flat_map(|id| mentioned(*id)).collect();
            toggles(&names, &mut put);
            put(&set(json!({"unknownName": 1})));
        }
        Keyword::Not(id) => toggles(&mentioned(id), &mut put),
        Keyword::If(condition, then) => {
            let names = mentioned(then);
            for keyword in keywords(condition) {
                let Keyword::Properties(all) = keyword else {
                    continue;
                };
                for (name, id) in *all {
                    for value in values(*id) {
                        put(&|at| {
                            insert(at, name, value.clone());
                            for name in &names {
                                remove(at, name);
                            }
                        });
                        put(&|at| {
                            insert(at, name, value.clone());
                            for name in &names {
                                insert(at, name, json!("a"));
                            }
                        });
                    }
                    put(&|at| remove(at, name));
                }
            }
        }
        Keyword::Dependencies(all) => {
            for (name, id) in all {
                put(&|at| insert(at, name, json!("a")));
                for required in mentioned(*id) {
                    put(&|at| {
                        insert(at, name, json!("a"));
                        remove(at, required);
                    });
                }
            }
        }
        Keyword::Never => put(&set(json!("a"))),
    }
    all
}

/// Each name alone, all and none.
fn toggles(names: &[&str], put: &mut impl FnMut(&dyn Fn(&mut Value))) {
    put(&|at| names.iter().for_each(|name| remove(at, name)));
    put(&|at| names.iter().for_each(|name| insert(at, name, json!("a"))));
    for kept in names {
        put(&|at| {
            for name in names.iter().filter(|name| *name != kept) {
                remove(at, name);
            }
        });
    }
}

fn mentioned(id: super::super::Id) -> Vec<&'static str> {
    let mut names = Vec::new();
    for keyword in keywords(id) {
        match keyword {
            Keyword::Required(required) => names.extend(required.iter().copied()),
            Keyword::AllOf(list) | Keyword::AnyOf(list) | Keyword::OneOf(list) => {
                list.iter().for_each(|id| names.extend(mentioned(*id)));
            }
            Keyword::Not(id) => names.extend(mentioned(*id)),
            Keyword::Properties(all) => names.extend(all.iter().map(|(name, _)| *name)),
            _ => {}
        }
    }
    names.dedup();
    names
}

fn values(id: super::super::Id) -> Vec<Value> {
    keywords(id)
        .iter()
        .flat_map(|keyword| match keyword {
            Keyword::Enum(all) => all.iter().map(|one| one.to_value()).collect(),
            Keyword::Const(one) => vec![one.to_value()],
            _ => Vec::new(),
        })
        .chain([json!("None")])
        .collect()
}

/// A list of different items that fit.
fn list(place: &Place, length: usize) -> Option<Value> {
    let id = keywords(place.id).iter().find_map(|keyword| match keyword {
        Keyword::Items(id) => Some(*id),
        _ => None,
    });
    let Some(id) = id else {
        return Some((0..length).collect::<Vec<_>>().into());
    };
    let listed: Vec<Value> = values(id);
    let fits = |value: &Value| super::violations(id, value).is_empty();
    let item = build::value(id, &[])?;
    let mut list: Vec<Value> = Vec::new();
    for candidate in listed
        .into_iter()
        .filter(fits)
        .chain((0..length).map(|index| {
            let other = match &item {
                Value::String(text) => json!(format!("{text}{index}")),
                other => other.clone(),
            };
            if fits(&other) { other } else { item.clone() }
        }))
    {
        if list.len() < length
            && (!list.contains(&candidate) || !matches!(candidate, Value::String(_)))
        {
            list.push(candidate);
        }
    }
    while list.len() < length {
        list.push(item.clone());
    }
    Some(list.into())
}

/// Texts of a length in characters, of which one fits the pattern, if there is one.
fn texts(place: &Place, length: usize) -> Vec<String> {
    let mut all = vec!["a".repeat(length), "ä".repeat(length)];
    for keyword in keywords(place.id) {
        if let Keyword::Pattern(index) = keyword {
            let mut text = build::name_like(*index);
            while text.chars().count() < length {
                text.push(if text.contains('.') && text.starts_with('1') {
                    '1'
                } else {
                    'a'
                });
            }
            if text.chars().count() == length {
                all.push(text);
            }
            all.push("1".repeat(length));
        }
    }
    all
}

fn find<'v>(value: &'v mut Value, tokens: &[String]) -> Option<&'v mut Value> {
    tokens.iter().try_fold(value, |value, token| match value {
        Value::Object(members) => members.get_mut(token),
        Value::Array(items) => items.get_mut(token.parse::<usize>().ok()?),
        _ => None,
    })
}

fn remove(at: &mut Value, name: &str) {
    if let Value::Object(members) = at {
        members.shift_remove(name);
    }
}

fn insert(at: &mut Value, name: &str, value: Value) {
    if let Value::Object(members) = at {
        members.insert(name.to_owned(), value);
    }
}
