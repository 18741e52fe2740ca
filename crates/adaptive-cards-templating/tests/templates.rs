//! Limits, classes, refusals and what an error says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::doc_markdown,
    clippy::float_cmp
)]

use adaptive_cards_templating::{
    BytesSink, Class, Classes, ExpandErrorKind, HostValues, Limits, NullText, Options, Refusal,
    Scalar, Sink, Template, UrlKind,
};
#[cfg(not(feature = "time"))]
use adaptive_expressions::ParseErrorKind;
use serde_json::{Value, json};

fn expand(template: &Value, data: &Value, options: &Options) -> Result<Value, ExpandErrorKind> {
    let template = Template::compile(template, options).unwrap();
    let host = HostValues::default();
    let value = template.expand(data, &host).map_err(|e| e.kind)?;
    let mut bytes = Vec::new();
    template.expand_bytes(data, &host, &mut bytes).unwrap();
    let parsed: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(parsed, value, "both sinks write the same card");
    Ok(value)
}

#[test]
fn a_null_inside_a_text_can_read_as_nothing() {
    let options = Options {
        null_text: NullText::Empty,
        ..Options::default()
    };
    let card = expand(
        &json!({"text": "due ${date}"}),
        &json!({"date": null}),
        &options,
    );
    assert_eq!(card.unwrap(), json!({"text": "due "}));
}

#[test]
fn several_objects_of_a_property_become_a_list() {
    let template = json!({"p": {"$data": "${l}", "$when": "${$data > 1}", "v": "${$data}"}});
    let of = |l: Value| expand(&template, &json!({ "l": l }), &Options::default()).unwrap();
    assert_eq!(of(json!([1, 2, 3])), json!({"p": [{"v": 2}, {"v": 3}]}));
    assert_eq!(of(json!([1, 2])), json!({"p": {"v": 2}}));
    assert_eq!(of(json!([1])), json!({"p": null}));
}

fn limited(template: Value, data: Value) -> &'static str {
    let limits = Limits {
        steps: 20_000,
        depth: 50,
        output_bytes: 50_000,
        output_nodes: 2000,
    };
    let options = Options {
        limits,
        ..Options::default()
    };
    match expand(&template, &data, &options) {
        Err(ExpandErrorKind::Limit { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

/// Guard: adaptive_cards_templating::emit::Emitter::charge
#[test]
fn sec_pkg_07_no_shape_expands_for_free() {
    let hundred: Vec<u8> = (0..100).collect();
    let data = json!({ "l": hundred, "s": "x".repeat(1000) });
    let deep = |inner: Value| json!([{"$data": "${$root.l}", "x": [inner]}]);
    // An object of directives alone still is an object for each item.
    assert_eq!(
        limited(deep(deep(json!({"$data": "${$root.l}"}))), data.clone()),
        "output nodes"
    );
    assert_eq!(
        limited(json!([{"$data": "${range(0, 1000000000)}"}]), data.clone()),
        "steps"
    );
    // Dropped objects cost steps.
    let dropped = json!([{"$data": "${$root.l}", "x": [{"$data": "${$root.l}", "x": [
        {"$data": "${$root.l}", "$when": "${false}"}]}]}]);
    assert_eq!(limited(dropped, data.clone()), "steps");
    let text = json!([{"$data": "${$root.l}", "t": "${$root.s}"}]);
    assert_eq!(limited(text, data), "output bytes");
}

/// Guard: adaptive_expressions::access::Scope::get
#[test]
fn sec_pkg_08_expressions_see_the_data_and_the_host_values_only() {
    let template = json!({
        "a": "${$env}", "b": "${$root.constructor}", "c": "${__proto__}", "d": "${process.env}",
        "e": "${$stack}", "f": "${getProperty('$secret')}", "g": "${$host}"
    });
    let card = expand(&template, &json!({"x": 1}), &Options::default()).unwrap();
    let expected = json!({
        "a": "${$env}", "b": "${$root.constructor}", "c": "${__proto__}", "d": "${process.env}",
        "e": "${$stack}", "f": "${$secret}", "g": "${$host}"
    });
    assert_eq!(card, expected);
}

/// Refuses links that are not https.
struct HttpsOnly<S>(S);

impl<S: Sink> Sink for HttpsOnly<S> {
    fn begin_object(&mut self) -> Result<(), Refusal> {
        self.0.begin_object()
    }
    fn key(&mut self, name: &str) -> Result<(), Refusal> {
        self.0.key(name)
    }
    fn end_object(&mut self) -> Result<(), Refusal> {
        self.0.end_object()
    }
    fn begin_array(&mut self) -> Result<(), Refusal> {
        self.0.begin_array()
    }
    fn end_array(&mut self) -> Result<(), Refusal> {
        self.0.end_array()
    }
    fn scalar(&mut self, class: Class, value: Scalar<'_>) -> Result<(), Refusal> {
        if let (Class::Url(_), Scalar::Str(url)) = (class, value)
            && !url.starts_with("https://")
        {
            return Err(Refusal(format!("{url} is not https")));
        }
        self.0.scalar(class, value)
    }
}

/// Guard: adaptive_cards_templating::emit::Emitter::json
#[test]
fn sec_pkg_09_a_sink_sees_urls_from_the_template_and_from_data() {
    let classes = Classes::new()
        .with_in("Action.OpenUrl", "url", Class::Url(UrlKind::Link))
        .with("backgroundImage", Class::Url(UrlKind::Image));
    let options = Options {
        classes,
        ..Options::default()
    };
    let bad = "javascript:alert(1)";
    let action = json!({"type": "Action.OpenUrl", "url": bad});
    let data = json!({
        "bad": bad, "kind": "Action.OpenUrl", "action": action, "actions": [[{"x": action}]],
        "ok": {"type": "TextBlock", "url": bad}
    });
    for template in [
        json!({"type": "Action.OpenUrl", "url": bad}),
        json!({"type": "Action.OpenUrl", "url": "${bad}"}),
        json!({"type": "Action.OpenUrl", "url": "java${'script'}:x"}),
        json!({"type": "${kind}", "url": "${bad}"}),
        json!({"type": "action.openurl", "URL": "${bad}"}),
        json!({"body": "${action}"}),
        json!({"body": "${actions}"}),
        json!({"backgroundImage": [bad]}),
        json!({"body": "${setProperty(action, 'n', 1)}"}),
    ] {
        let compiled = Template::compile(&template, &options).unwrap();
        let mut out = Vec::new();
        let mut sink = HttpsOnly(BytesSink::new(&mut out));
        let error = compiled
            .expand_to(&data, &HostValues::default(), &mut sink)
            .unwrap_err();
        assert!(
            matches!(error.kind, ExpandErrorKind::Refused(_)),
            "{template}: {error}"
        );
    }
    let harmless = Template::compile(&json!({"body": "${ok}"}), &options).unwrap();
    let mut out = Vec::new();
    harmless
        .expand_to(
            &data,
            &HostValues::default(),
            &mut HttpsOnly(BytesSink::new(&mut out)),
        )
        .unwrap();
}

#[test]
fn an_error_names_the_place_in_the_template() {
    let template = json!({"body": [{"a/b": "${1/0}"}]});
    let compiled = Template::compile(&template, &Options::default()).unwrap();
    let error = compiled
        .expand(&json!({}), &HostValues::default())
        .unwrap_err();
    assert_eq!(error.pointer, "/body/0/a~1b");
    let error = Template::compile(&json!({"x": ["${1 +}"]}), &Options::default()).unwrap_err();
    assert_eq!(error.pointer, "/x/0");
    assert_eq!((error.source.line, error.source.column), (1, 6));
}

#[cfg(not(feature = "time"))]
#[test]
fn a_template_that_needs_a_feature_that_is_off_does_not_compile() {
    let template = json!({"text": "at ${formatDateTime(when)}"});
    let error = Template::compile(&template, &Options::default()).unwrap_err();
    assert_eq!(error.source.kind, ParseErrorKind::FeatureOff);
    assert!(error.to_string().contains("`time`"), "{error}");
}
