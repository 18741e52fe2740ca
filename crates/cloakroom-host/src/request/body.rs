//! The JSON body: one property for each value, at the pointer that the package resolved.

use serde_json::{Map, Value};

/// Puts a value at a JSON pointer (RFC 6901), making objects on the way. The pointer comes from
/// the package; what stands in the way by its fault is replaced.
pub(super) fn insert(object: &mut Value, pointer: &str, value: Value) {
    let mut place = object;
    for name in pointer.split('/').skip(1) {
        let name = name.replace("~1", "/").replace("~0", "~");
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        // Indexing an object by a name makes the entry.
        place = &mut place[name.as_str()];
    }
    *place = value;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_on_the_way_are_made_and_kept() {
        let mut body = json!({});
        insert(&mut body, "/a/b", json!(1));
        insert(&mut body, "/a/c~1d", json!("x"));
        assert_eq!(body, json!({"a": {"b": 1, "c/d": "x"}}));
    }

    #[test]
    fn a_text_that_looks_like_json_stays_a_text() {
        let mut body = json!({});
        insert(&mut body, "/q", json!("\",\"admin\":true,\"x\":\""));
        assert_eq!(body.as_object().map(Map::len), Some(1));
        assert_eq!(
            serde_json::from_str::<Value>(&body.to_string()).ok(),
            Some(body)
        );
    }
}
