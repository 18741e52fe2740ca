//! Proxies that the environment names.

use cloakroom_egress::{Exception, Guard, Policy};

use crate::support::{Server, clock, get, ok};

/// Guard: `cloakroom_egress::guard::Guard::connect`
///
/// Plays in a process of its own, because the environment belongs to the whole process.
#[tokio::test]
async fn sec_egress_13_proxies_of_the_environment_are_not_used() {
    let proxy = Server::answering(ok("through the proxy")).await;
    let server = Server::answering(ok("direct")).await;
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args([
        "--exact",
        "proxy::the_child_that_calls_with_proxies_set",
        "--ignored",
        "--nocapture",
    ]);
    for name in [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ] {
        child.env(name, format!("http://{}", proxy.address));
    }
    child.env("CALL_THIS", server.url("/").as_str());
    let done = tokio::task::spawn_blocking(move || child.output())
        .await
        .unwrap()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stdout)
    );
    assert_eq!(proxy.connections(), 0);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
#[ignore = "run by the test above, with an environment of its own"]
async fn the_child_that_calls_with_proxies_set() {
    let url: url::Url = std::env::var("CALL_THIS").unwrap().parse().unwrap();
    let exception = Exception::new("127.0.0.1", url.port().unwrap()).unwrap();
    let guard = Guard::new(Policy::development([exception]), clock()).unwrap();
    assert_eq!(&guard.send(get(url)).await.unwrap().body[..], b"direct");
}
