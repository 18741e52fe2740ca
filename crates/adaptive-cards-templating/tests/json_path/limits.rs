//! Steps, nesting, length: nothing a path or a document holds can hang or overflow.

use std::thread;

use adaptive_cards_templating::json_path::{JsonPath, JsonPathError, Mode};
use serde_json::{Value, json};

use crate::BUDGET;

/// A stack of this size holds no recursion into a deep document.
const SMALL_STACK: usize = 512 * 1024;

fn compile(path: &str) -> JsonPath {
    JsonPath::compile(path, Mode::Rfc9535).expect(path)
}

/// The smallest budget that suffices.
fn steps(path: &str, document: &Value) -> u64 {
    let path = compile(path);
    (0..=BUDGET)
        .find(|budget| path.select(document, *budget).is_ok())
        .unwrap()
}

/// Guard: `adaptive_cards_templating::json_path::select::Selection::step`
#[test]
fn sec_pkg_15_a_doubly_descending_path_on_five_megabytes_ends_at_its_budget() {
    let entry = json!({"id": 1, "tags": ["a", "b"], "inner": {"text": "some text of an entry"}});
    let text = format!("[{}]", vec![entry.to_string(); 80_000].join(","));
    assert!(text.len() > 5_000_000, "{}", text.len());
    let document: Value = serde_json::from_str(&text).unwrap();
    let found = compile("$..*..*").select(&document, BUDGET);
    assert_eq!(found, Err(JsonPathError::Budget(BUDGET)));
    let found = compile("$[*].id").select(&document, BUDGET);
    assert_eq!(found.map(|found| found.len()), Ok(80_000));
}

/// Guard: `adaptive_cards_templating::json_path::select::Selection::step`
#[test]
fn sec_pkg_15_each_node_visited_costs_a_step() {
    let flat = json!([1, 2, 3, 4]);
    assert_eq!(steps("$", &flat), 0);
    assert_eq!(steps("$[0]", &flat), 1, "the selector");
    assert_eq!(steps("$[*]", &flat), 1 + 4, "the selector and its nodes");
    assert_eq!(steps("$[1:3]", &flat), 1 + 2);
    assert_eq!(steps("$[0,1,2]", &flat), 3);
    assert_eq!(
        steps("$..[0]", &flat),
        2 * (1 + 4),
        "each node and a selector on it"
    );
    assert_eq!(
        steps("$[?@ > 2]", &flat),
        1 + 4,
        "the selector and a condition each"
    );
    assert_eq!(
        steps("$[?$[*]]", &flat),
        1 + 4 * (1 + 1 + 4),
        "queries in filters count"
    );
    let mut nested = json!(1);
    for _ in 0..10 {
        nested = json!([nested]);
    }
    // `..*` visits 11 nodes and finds 10; the second one, from each of these, 1 to 10 nodes.
    assert_eq!(steps("$..*..*", &nested), (11 * 2 + 10) + (55 * 2 + 45));
}

/// Guard: `adaptive_cards_templating::json_path::select::Selection::step_text`
#[test]
fn sec_pkg_15_work_on_texts_and_values_counts() {
    let long = "x".repeat(64_000);
    let document = json!([{"a": long, "b": long}]);
    assert!(steps("$[?@.a == @.b]", &document) > 1_000, "texts compared");
    assert!(steps("$[?@.a < @.b]", &document) > 1_000, "texts ordered");
    assert!(
        steps("$[?length(@.a) > 1]", &document) > 1_000,
        "characters counted"
    );
    let document = json!([{"a": vec![1; 500], "b": vec![1; 500]}]);
    assert!(
        steps("$[?@.a == @.b]", &document) > 500,
        "values compared deeply"
    );
}

/// Guard: `adaptive_cards_templating::json_path::pattern::Pattern::steps`
#[cfg(feature = "regex")]
#[test]
fn sec_pkg_15_patterns_count_and_are_compiled_once() {
    let document = json!([{"a": "x".repeat(64_000)}]);
    assert!(
        steps("$[?search(@.a, 'y')]", &document) > 1_000,
        "text searched"
    );
    let texts = vec!["a"; 1000];
    let document = json!({"pattern": "a", "texts": texts});
    let path = compile("$.texts[?match(@, $.pattern)]");
    assert_eq!(
        path.select(&document, 20_000).unwrap().len(),
        1000,
        "one pattern is compiled"
    );
    let patterns: Vec<String> = (0..1000).map(|n| format!("a{n}")).collect();
    let path = compile("$[?match('a', @)]");
    let found = path
        .select(&json!(patterns), BUDGET)
        .map(|found| found.len());
    assert_eq!(
        found,
        Err(JsonPathError::Budget(BUDGET)),
        "a thousand are too many"
    );
}

#[test]
fn paths_nested_too_deep_or_too_long_are_refused() {
    let deep = |open: &str, inner: &str, close: &str, n: usize| {
        format!("{}{inner}{}", open.repeat(n), close.repeat(n))
    };
    let paths = [
        format!("$[?{}]", deep("(", "@", ")", 3000)),
        format!("$[?{}]", deep("!(", "@", ")", 2000)),
        format!("$[?{} == 1]", deep("length(", "@", ")", 900)),
        format!("${}", deep("[?@", "", "]", 1500)),
        format!("$.{}", "a".repeat(9000)),
    ];
    for path in paths {
        for mode in [Mode::Rfc9535, Mode::Newtonsoft] {
            let error = JsonPath::compile(&path, mode).unwrap_err();
            assert!(matches!(error, JsonPathError::Syntax { .. }), "{error}");
        }
    }
}

#[test]
fn the_deepest_paths_allowed_need_little_stack() {
    let filters = format!("${}{}", "[?@".repeat(16), "]".repeat(16));
    let parentheses = format!("$[?{}@{}]", "(".repeat(30), ")".repeat(30));
    let mut document = json!([1]);
    for _ in 0..40 {
        document = json!([document]);
    }
    let thread = thread::Builder::new()
        .stack_size(SMALL_STACK)
        .spawn(move || {
            for path in [filters, parentheses] {
                assert_eq!(
                    compile(&path).select(&document, 100_000).unwrap().len(),
                    1,
                    "{path}"
                );
            }
        });
    thread.unwrap().join().unwrap();
}

#[test]
fn deep_documents_are_walked_and_compared_without_recursion() {
    const DEPTH: usize = 20_000;
    let nested = || (0..DEPTH).fold(json!(1), |inner, _| Value::Array(vec![inner]));
    // Not by `json!`, which copies recursively.
    let members = ["a", "b"].map(|name| (name.to_owned(), nested()));
    let document = Value::Object(members.into_iter().collect());
    // Dropping such a value is recursive, so it is taken apart outside the small stack.
    thread::scope(|scope| {
        let selecting = || {
            assert_eq!(
                compile("$..*").select(&document, BUDGET).unwrap().len(),
                2 + 2 * DEPTH
            );
            assert_eq!(
                compile("$[?@ == $.b]")
                    .select(&document, BUDGET)
                    .unwrap()
                    .len(),
                2
            );
            let found = compile("$..*..*").select(&document, BUDGET);
            assert_eq!(
                found.map(|found| found.len()),
                Err(JsonPathError::Budget(BUDGET))
            );
        };
        let thread = thread::Builder::new()
            .stack_size(SMALL_STACK)
            .spawn_scoped(scope, selecting);
        thread.unwrap().join().unwrap();
    });
    let mut parts = vec![document];
    while let Some(part) = parts.pop() {
        match part {
            Value::Array(items) => parts.extend(items),
            Value::Object(map) => parts.extend(map.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
}
