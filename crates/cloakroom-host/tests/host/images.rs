//! Card images, from the card to the browser.

use std::time::Duration;

use cloakroom_host::{Host, InvokeFault};
use cloakroom_model::{Explain as _, TenantId};
use data_encoding::BASE64URL_NOPAD;
use serde_json::json;
use wiremock::matchers::path;
use wiremock::{Mock, ResponseTemplate};

use crate::support::package::{Package, SERVER};
use crate::support::{World, tenant};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x20\0\0\0\x20\x08\x06\0\0\0";

async fn with_images() -> World {
    let world = World::without_app().await;
    let package = Package {
        preview: json!({"title": "${title}", "image": {"url": "${image}", "alt": "a"}}),
        ..Package::default()
    };
    world.install(&package).await;
    let entry = json!({"results": [{"title": "t", "image": format!("{SERVER}/x.png")}]});
    Mock::given(path("/repairs"))
        .respond_with(ResponseTemplate::new(200).set_body_json(entry))
        .mount(&world.api)
        .await;
    world
}

async fn image_path(world: &World) -> Result<String, InvokeFault> {
    let karin = world.signed_in().await;
    let answer = world.search(&karin).await?.answer.to_value();
    let url =
        &answer["composeExtension"]["attachments"][0]["preview"]["content"]["images"][0]["url"];
    Ok(url.as_str().unwrap().to_owned())
}

async fn serving(world: &World, body: &[u8], media: &str) {
    Mock::given(path("/x.png"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(body, media))
        .mount(&world.api)
        .await;
}

/// Guard: `cloakroom_host::images::Host::image`
#[tokio::test]
async fn sec_pkg_16_an_image_is_fetched_for_the_user_without_a_credential() {
    let world = with_images().await;
    serving(&world, PNG, "image/svg+xml").await;
    let path = image_path(&world).await.unwrap();
    let picture = world
        .host
        .image(
            &tenant("contoso"),
            path.strip_prefix("/api/v1/images/").unwrap(),
        )
        .await
        .unwrap();
    assert_eq!(
        (picture.content_type, &picture.bytes[..]),
        ("image/png", PNG)
    );
    let asked = world.asked().await;
    let image = asked
        .iter()
        .find(|request| request.url.path() == "/x.png")
        .unwrap();
    let mut names: Vec<&str> = image.headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
}

/// Guard: `cloakroom_host::images::sniff::sniff`
#[tokio::test]
async fn sec_pkg_16_html_svg_and_huge_images_are_refused_whatever_they_call_themselves() {
    let mut huge = PNG.to_vec();
    huge[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    for body in [
        &b"<html><script>1</script>"[..],
        b"<svg onload='x'/>",
        &huge,
    ] {
        let world = with_images().await;
        serving(&world, body, "image/png").await;
        let path = image_path(&world).await.unwrap();
        let error = world
            .host
            .image(
                &tenant("contoso"),
                path.strip_prefix("/api/v1/images/").unwrap(),
            )
            .await
            .unwrap_err();
        assert_eq!(error.code(), "image_refused");
    }
}

/// Guard: `cloakroom_host::images::sign::verify`
#[tokio::test]
async fn sec_pkg_16_only_paths_that_were_signed_here_are_fetched() {
    let world = with_images().await;
    serving(&world, PNG, "image/png").await;
    let path = image_path(&world).await.unwrap();
    let signed = path.strip_prefix("/api/v1/images/").unwrap();
    let parts: Vec<_> = signed.split('.').collect();
    let (contoso, fabrikam) = (tenant("contoso"), tenant("fabrikam"));
    let refused = async |host: &Host, tenant: &TenantId, text: &str| {
        let code = host.image(tenant, text).await.unwrap_err().code();
        assert_eq!(code, "image_unsigned", "{text}");
    };
    let body = BASE64URL_NOPAD.decode(parts[1].as_bytes()).unwrap();
    let forged = String::from_utf8(body).unwrap().replace("x.png", "y.png");
    let forged = BASE64URL_NOPAD.encode(forged.as_bytes());
    for text in [
        "x",
        "",
        "..",
        "a.b.c",
        &signed[..signed.len() - 1],
        &format!("{}.{forged}.{}", parts[0], parts[2]),
        &format!("{}.{}.", parts[0], parts[1]),
        &format!("{}.{}.{}", "A".repeat(22), parts[1], parts[2]),
        &format!("{signed}.{}", parts[2]),
    ] {
        refused(&world.host, &contoso, text).await;
    }
    // Of another tenant, and of another installation.
    refused(&world.host, &fabrikam, signed).await;
    let other = with_images().await;
    image_path(&other).await.unwrap();
    refused(&other.host, &contoso, signed).await;
    let fetched = |asked: &[wiremock::Request]| {
        let images = asked.iter().filter(|asked| asked.url.path() == "/x.png");
        images.count()
    };
    assert_eq!(fetched(&world.asked().await), 0);
    // Another process of the same installation serves it, for a day.
    let restarted = Host::new(world.parts.clone());
    restarted.image(&contoso, signed).await.unwrap();
    assert_eq!(fetched(&world.asked().await), 1);
    world.clock.advance(Duration::from_hours(23));
    restarted.image(&contoso, signed).await.unwrap();
    world.clock.advance(Duration::from_hours(1));
    refused(&restarted, &contoso, signed).await;
}

#[tokio::test]
async fn other_hosts_get_the_original_urls() {
    let world = with_images().await;
    let mut caller = world.signed_in().await;
    caller.door = world.guest("contoso").door;
    let answer = world.search(&caller).await.unwrap().answer.to_value();
    let url =
        &answer["composeExtension"]["attachments"][0]["preview"]["content"]["images"][0]["url"];
    assert_eq!(url, &format!("{SERVER}/x.png"));
}
