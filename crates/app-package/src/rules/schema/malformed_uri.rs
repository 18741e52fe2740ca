//! S009, `malformed-uri`.

rule! {
    /// A text that has to be an absolute URI (RFC 3986) or an e-mail address is none.
    "S009" "malformed-uri" Error Both Schema
    mend "Write an absolute URI such as https://contoso.example/privacy."
}
