//! Prints the OpenAPI description of the portal API: `cargo xtask generate` keeps it in
//! `docs/openapi.json`.

fn main() {
    // Plain data: it always serializes.
    let text = cloakroom_server::openapi().to_pretty_json();
    println!("{}", text.unwrap_or_default());
}
