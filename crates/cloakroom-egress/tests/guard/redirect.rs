//! Redirects.

use crate::support::{Server, get, guard_for, ok};

/// Guard: `cloakroom_egress::guard::Guard::send`
#[tokio::test]
async fn sec_egress_03_no_redirect_is_followed() {
    let other = Server::answering(ok("stolen")).await;
    for to in [
        other.url("/").to_string(),
        "https://169.254.169.254/latest/meta-data".to_owned(),
        "//evil.example/".to_owned(),
        "/elsewhere".to_owned(),
    ] {
        for status in [
            "301 Moved",
            "302 Found",
            "303 See Other",
            "307 Temporary",
            "308 Permanent",
        ] {
            let answer =
                format!("HTTP/1.1 {status}\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
            let server = Server::answering(answer).await;
            let guard = guard_for(&[&server, &other]);
            let mut request = get(server.url("/"));
            request
                .headers
                .insert("authorization", "Bearer canary".parse().unwrap());
            let response = guard.send(request).await.unwrap();
            assert!(response.status.is_redirection());
            assert_eq!(server.heads().len(), 1, "{to}");
        }
    }
    assert_eq!(other.connections(), 0);
}
