//! What stands in the demo from the start: a tenant, two people, a registration, the app.

use anyhow::{Context, Result};
use cloakroom_broker::RegistrationInput;
use cloakroom_host::InstallOptions;
use cloakroom_model::{Role, Subject, TenantId};
use cloakroom_store::{PageRequest, Tenant};
use cloakroom_vault::{ClientSecret, EnterCode};
use serde_json::json;
use url::Url;

use super::ports::Ports;
use super::samples::{CLIENT_ID, Secrets};
use crate::wiring::Installation;

const REGISTRATION: &str = "Contoso Repairs";
/// The server that the package names.
const DECLARED: &str = "https://repairs.contoso.example";
/// The ID that the package carries: a vendor's, not ours.
const VENDOR_ID: &str = "bXNmdF9jb250b3NvX3JlcGFpcnM=";

/// The sample package, as it lies in the repository.
const PACKAGE: &[(&str, &[u8])] = &[
    (
        "manifest.json",
        include_bytes!("../../../../samples/repairs/manifest.json"),
    ),
    (
        "color.png",
        include_bytes!("../../../../samples/repairs/color.png"),
    ),
    (
        "outline.png",
        include_bytes!("../../../../samples/repairs/outline.png"),
    ),
    (
        "color32x32.png",
        include_bytes!("../../../../samples/repairs/color32x32.png"),
    ),
    (
        "apiSpecFiles/repairs-openapi.json",
        include_bytes!("../../../../samples/repairs/apiSpecFiles/repairs-openapi.json"),
    ),
    (
        "adaptiveCards/repairs.json",
        include_bytes!("../../../../samples/repairs/adaptiveCards/repairs.json"),
    ),
    (
        "adaptiveCards/repairs-grid.json",
        include_bytes!("../../../../samples/repairs/adaptiveCards/repairs-grid.json"),
    ),
    (
        "adaptiveCards/repair.json",
        include_bytes!("../../../../samples/repairs/adaptiveCards/repair.json"),
    ),
];

fn contoso() -> Result<TenantId> {
    Ok("contoso".parse()?)
}

/// Makes what is not there yet, and follows ports that have changed.
pub(super) async fn seed(
    installation: &Installation,
    ports: &Ports,
    secrets: &Secrets,
) -> Result<()> {
    let tenant = contoso()?;
    let now = installation.clock.now();
    let people = installation.store.people();
    people
        .add_tenant(
            &Tenant {
                id: tenant.clone(),
                name: "Contoso".to_owned(),
            },
            now,
        )
        .await?;
    for (name, display_name, role) in [
        ("karin", "Karin Blair", Role::Admin),
        ("alex", "Alex Wilber", Role::Member),
    ] {
        people
            .ensure(
                &tenant,
                &Subject::local(name),
                display_name,
                role,
                now,
                &*installation.random,
            )
            .await?;
    }
    let registration = registration(installation, &tenant, ports, secrets).await?;
    let zip = app_package::PackageFiles::embedded(PACKAGE)
        .to_zip()
        .context("the sample package")?;
    let options = InstallOptions {
        map: vec![(
            DECLARED.to_owned(),
            format!("http://127.0.0.1:{}", ports.api),
        )],
        bindings: vec![(VENDOR_ID.to_owned(), registration)],
    };
    installation
        .host
        .install(&tenant, &zip, options)
        .await
        .context("the sample package")?;
    Ok(())
}

async fn registration(
    installation: &Installation,
    tenant: &TenantId,
    ports: &Ports,
    secrets: &Secrets,
) -> Result<String> {
    let issuer = format!("http://127.0.0.1:{}", ports.authorization_server);
    let request = PageRequest {
        search: Some(REGISTRATION.to_owned()),
        ..PageRequest::first(100)
    };
    let known = installation.broker.page(tenant, &request).await?.items;
    let known = known.iter().find(|view| view.settings.name == REGISTRATION);
    if let Some(known) = known
        && known.settings.issuer.as_deref() == Some(issuer.as_str())
    {
        return Ok(known.id.to_string());
    }
    let input: RegistrationInput = serde_json::from_value(json!({
        "name": REGISTRATION, "baseUrl": format!("{DECLARED}/"), "clientId": CLIENT_ID, "issuer": issuer,
        "restrictByOrg": "MyOrganization", "restrictByApp": "AnyApp",
        "scopes": ["openid", "repairs.read"], "refreshMarginSeconds": 5,
    }))?;
    let secret = ClientSecret::new(secrets.client.expose());
    let saved = installation
        .broker
        .save(tenant, known.map(|known| &known.id), input, Some(secret))
        .await
        .map_err(|error| anyhow::anyhow!("{}", cloakroom_model::Explain::developer(&error)))
        .context("the sample registration")?;
    Ok(saved.id.to_string())
}

/// A fresh link to enter by, for the first person.
pub(super) async fn link(installation: &Installation, public_url: &Url) -> Result<String> {
    let tenant = contoso()?;
    let person = installation
        .store
        .people()
        .find(&tenant, &Subject::local("karin"))
        .await?;
    let user = person
        .and_then(|person| person.user.id)
        .context("the demo's person is gone")?;
    let code = EnterCode::generate(&*installation.random);
    let now = installation.clock.now();
    let expires_at = now.plus(std::time::Duration::from_mins(10));
    installation
        .store
        .sessions()
        .add_code(
            &tenant,
            user,
            &code.hash(),
            now,
            expires_at,
            &*installation.random,
        )
        .await?;
    Ok(format!("{public_url}#enter={}", code.expose()))
}
