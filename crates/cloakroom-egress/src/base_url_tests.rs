#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn covers(base: &str, url: &str) -> Result<(), BaseUrlMismatch> {
    base_url_covers(&Url::parse(base).unwrap(), &Url::parse(url).unwrap())
}

/// Guard: `cloakroom_egress::base_url::base_url_covers`
#[test]
fn sec_egress_02_scheme_host_port_and_whole_segments_decide() {
    use BaseUrlMismatch::{Credentials, DotSegment, Host, Path, Port, Scheme};
    let table: &[(&str, &str, Result<(), BaseUrlMismatch>)] = &[
        ("https://api.ok", "https://api.ok/x?y=1", Ok(())),
        ("https://api.ok/", "https://api.ok", Ok(())),
        ("https://api.ok/v1", "https://api.ok/v1", Ok(())),
        ("https://api.ok/v1", "https://api.ok/v1/", Ok(())),
        ("https://api.ok/v1/", "https://api.ok/v1", Ok(())),
        ("https://api.ok/v1/", "https://api.ok/v1/x/y", Ok(())),
        ("https://api.ok:443/v1", "https://api.ok/v1", Ok(())),
        ("https://API.OK/v1", "https://api.ok/v1/x", Ok(())),
        ("https://api.ok/v1", "https://api.ok/v1/a%2Fb", Ok(())),
        ("https://api.ok/v1", "https://api.ok/v1/a..b", Ok(())),
        // Another host in the clothes of this one.
        (
            "https://api.ok",
            "https://api.ok@evil.example/",
            Err(Credentials),
        ),
        ("https://api.ok", "https://user@api.ok/", Err(Credentials)),
        ("https://api.ok", "https://api.ok.evil.example/", Err(Host)),
        ("https://api.ok", "https://evil-api.ok/", Err(Host)),
        ("https://api.ok", "https://x.api.ok/", Err(Host)),
        ("https://api.ok", "https://api.ok./", Err(Host)),
        (
            "https://api.ok",
            "https://evil.example/https://api.ok/",
            Err(Host),
        ),
        (
            "https://api.ok",
            "https://evil.example\\@api.ok/",
            Err(Host),
        ),
        ("https://xn--pi-7ia.ok", "https://api.ok/", Err(Host)),
        ("https://api.ok", "https://\u{430}pi.ok/", Err(Host)),
        ("https://api.ok", "https://evil.example#@api.ok/", Err(Host)),
        // Another scheme or port.
        ("https://api.ok", "http://api.ok/", Err(Scheme)),
        ("https://api.ok", "http://api.ok:443/", Err(Scheme)),
        ("https://api.ok", "ftp://api.ok/", Err(Scheme)),
        ("https://api.ok", "https://api.ok:8443/", Err(Port)),
        ("https://api.ok:8443", "https://api.ok/", Err(Port)),
        // Segments.
        ("https://api.ok/v1", "https://api.ok/v10", Err(Path)),
        ("https://api.ok/v1", "https://api.ok/v", Err(Path)),
        ("https://api.ok/v1", "https://api.ok/", Err(Path)),
        ("https://api.ok/v1", "https://api.ok/V1", Err(Path)),
        ("https://api.ok/v1", "https://api.ok/v1;x", Err(Path)),
        ("https://api.ok/v1", "https://api.ok//v1", Err(Path)),
        ("https://api.ok/v1", "https://api.ok/v1/../x", Err(Path)),
        ("https://api.ok/v1", "https://api.ok/v1/%2e%2e/x", Err(Path)),
        ("https://api.ok/v1", "https://api.ok/v1/.%2E/x", Err(Path)),
        ("https://api.ok/v1", "https://api.ok/v1\\..\\x", Err(Path)),
        ("https://api.ok/v1", "https://api.ok/v1%2f..%2fx", Err(Path)),
        ("https://api.ok/a/b", "https://api.ok/a/c/b", Err(Path)),
        // Out again, once the server has decoded it.
        (
            "https://api.ok/v1",
            "https://api.ok/v1/..%2fx",
            Err(DotSegment),
        ),
        (
            "https://api.ok/v1",
            "https://api.ok/v1/a%2f..%2f..%2fx",
            Err(DotSegment),
        ),
        (
            "https://api.ok/v1",
            "https://api.ok/v1/..%5cx",
            Err(DotSegment),
        ),
        (
            "https://api.ok/v1",
            "https://api.ok/v1/%252e%252e/x",
            Err(DotSegment),
        ),
        (
            "https://api.ok/v1",
            "https://api.ok/v1/%252e%252e%252fx",
            Err(DotSegment),
        ),
        (
            "https://api.ok/v1",
            "https://api.ok/v1/..;/x",
            Err(DotSegment),
        ),
        (
            "https://api.ok/v1",
            "https://api.ok/v1/x%00",
            Err(DotSegment),
        ),
        (
            "https://api.ok/v1",
            "https://api.ok/v1/x%0d%0aHost:%20y",
            Err(DotSegment),
        ),
        (
            "https://api.ok/v1",
            "https://api.ok/v1/%25252525252e",
            Err(DotSegment),
        ),
    ];
    for (base, url, expected) in table {
        assert_eq!(covers(base, url), *expected, "{base} and {url}");
    }
}

proptest! {
    #[test]
    fn a_base_covers_itself_and_everything_appended_as_segments(
        segments in prop::collection::vec("[a-z0-9]{1,6}", 0..4),
        more in prop::collection::vec("[a-z0-9]{1,6}", 0..3),
    ) {
        let base = format!("https://api.ok/{}", segments.join("/"));
        let mut all = segments;
        all.extend(more);
        prop_assert_eq!(covers(&base, &format!("https://api.ok/{}", all.join("/"))), Ok(()));
    }

    /// Guard: `cloakroom_egress::base_url::base_url_covers`
    #[test]
    fn sec_egress_02_whatever_is_covered_goes_to_the_same_origin_beneath_the_path(
        tail in "[a-z0-9./%\\\\@:;?#]{0,24}",
        joint in prop::sample::select(vec!["", "/", "@", ".", "\\", "%2f", ":8443/"]),
    ) {
        let base = Url::parse("https://api.ok/v1").unwrap();
        for prefix in ["https://api.ok/v1", "https://api.ok"] {
            let Ok(url) = Url::parse(&format!("{prefix}{joint}{tail}")) else { continue };
            if base_url_covers(&base, &url).is_ok() {
                prop_assert_eq!(url.host_str(), Some("api.ok"));
                prop_assert_eq!(url.port_or_known_default(), Some(443));
                prop_assert!(url.username().is_empty());
                prop_assert!(url.path() == "/v1" || url.path().starts_with("/v1/"), "{}", url);
                prop_assert!(!url.path().split('/').any(leads_out), "{}", url);
            }
        }
    }
}
