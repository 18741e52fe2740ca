//! Who may use a registration, from where, and for which URL. Pure, and before any secret is
//! opened (SEC-VAULT-07).

use cloakroom_egress::{BaseUrlMismatch, base_url_covers};
use cloakroom_model::{Explain, ManifestId, RegistrationId, TenantId, redact_url};
use url::Url;

#[cfg(test)]
use crate::registration::Settings;
use crate::registration::{RestrictByApp, RestrictByOrg, Rules};

/// An app, as rules see it: by who uploaded it and what its manifest calls it. A manifest id alone
/// is public, and anybody can write it into his own package (decision 3).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct AppIdentity {
    /// The tenant that uploaded it.
    pub owner: TenantId,
    /// The `id` of its manifest.
    pub manifest_id: ManifestId,
}

/// Why a registration is not to be used. Checked when a sign-in starts, at its callback, and at
/// every use of the grant (SEC-SIGNIN-10).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// No registration has this ID: it was never made, its form was never saved, or it was deleted.
    #[error("there is no registration {0}")]
    Unknown(RegistrationId),
    /// The ID is reserved; the form was never saved.
    #[error("the registration {0} is reserved and not yet saved")]
    Reserved(RegistrationId),
    /// The registration could not be read.
    #[error("the registration could not be read: {0}")]
    Store(String),
    /// *My organization only*, and the caller is of another tenant.
    #[error("the registration is for its own organization only")]
    OtherTenant,
    /// *Existing Teams app ID*, and this is another app.
    #[error("the registration is for another app")]
    OtherApp {
        /// The app that asked.
        manifest_id: ManifestId,
    },
    /// The URL does not lie beneath the base URL.
    #[error("the URL is outside the registration's base URL: {why}")]
    BaseUrl {
        /// The registration's base URL.
        base: String,
        /// The URL that was to be called, without secrets.
        url: String,
        /// Which part differs.
        why: BaseUrlMismatch,
    },
}

/// The tenant rule, the app rule and the base-URL rule, in this order.
pub(crate) fn check(
    caller_tenant: &TenantId,
    app: &AppIdentity,
    registration_owner: &TenantId,
    rules: &impl Rules,
    url: &Url,
) -> Result<(), PolicyError> {
    check_usage(caller_tenant, app, registration_owner, rules)?;
    base_url_covers(rules.base_url(), url).map_err(|why| PolicyError::BaseUrl {
        base: redact_url(rules.base_url()),
        url: redact_url(url),
        why,
    })
}

/// The tenant rule and the app rule alone, for places where nothing is called: the callback of a
/// sign-in and the list of extensions.
pub(crate) fn check_usage(
    caller_tenant: &TenantId,
    app: &AppIdentity,
    registration_owner: &TenantId,
    rules: &impl Rules,
) -> Result<(), PolicyError> {
    if rules.restrict_by_org() == RestrictByOrg::MyOrganization
        && caller_tenant != registration_owner
    {
        return Err(PolicyError::OtherTenant);
    }
    if rules.restrict_by_app() == RestrictByApp::ExistingApp
        && !is_the_app(app, registration_owner, rules)
    {
        return Err(PolicyError::OtherApp {
            manifest_id: app.manifest_id.clone(),
        });
    }
    Ok(())
}

fn is_the_app(app: &AppIdentity, registration_owner: &TenantId, rules: &impl Rules) -> bool {
    let own = app.owner == *registration_owner && rules.app_id() == Some(&app.manifest_id);
    own || rules
        .admitted_apps()
        .iter()
        .any(|admitted| admitted.owner == app.owner && admitted.manifest_id == app.manifest_id)
}

impl Explain for PolicyError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "registration_unknown",
            Self::Reserved(_) => "registration_reserved",
            Self::Store(_) => "store_unavailable",
            Self::OtherTenant => "registration_other_tenant",
            Self::OtherApp { .. } => "registration_other_app",
            Self::BaseUrl { .. } => "base_url_mismatch",
        }
    }

    fn user(&self) -> String {
        match self {
            Self::Unknown(_) | Self::Reserved(_) => {
                "This app is not set up for signing in yet. Tell its publisher.".to_owned()
            }
            Self::Store(_) => "Nothing was sent. Try again in a moment.".to_owned(),
            Self::OtherTenant => {
                "This app's sign-in is not open to your organization. Tell its publisher.".to_owned()
            }
            Self::OtherApp { .. } => {
                "This app may not use the sign-in it asks for. Tell its publisher.".to_owned()
            }
            Self::BaseUrl { .. } => {
                "This app asked for an address that its sign-in is not meant for, so nothing was sent. Tell its publisher.".to_owned()
            }
        }
    }

    fn developer(&self) -> String {
        match self {
            Self::Unknown(id) => format!("No OAuth client registration here has the ID `{id}` that the manifest names, or its form was never saved. Check the ID; a package made for another service needs its ID bound to a registration of this installation."),
            Self::Reserved(id) => format!("The OAuth client registration ID `{id}` is reserved, but the form was never saved. Save the registration."),
            Self::Store(why) => format!("The registration could not be read: {why}."),
            Self::OtherTenant => "The registration is restricted to *My organization only*, and the caller is of another tenant. Choose *Any Microsoft 365 organization* if other tenants are to use it.".to_owned(),
            Self::OtherApp { manifest_id } => format!("The registration is restricted to an *Existing Teams app ID*, and the app `{manifest_id}` is not it, or was uploaded by another tenant than the registration's owner. Correct the app ID, or admit the app as `tenant/manifest id`."),
            Self::BaseUrl { base, url, why } => format!("The registration's base URL `{base}` does not cover `{url}`: {why}. The token goes only beneath the base URL, by whole path segments; correct the base URL or the server of the OpenAPI description."),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::registration::settings_for_tests as settings;

    fn tenant(name: &str) -> TenantId {
        name.parse().unwrap()
    }

    fn app(owner: &str, manifest_id: &str) -> AppIdentity {
        AppIdentity {
            owner: tenant(owner),
            manifest_id: manifest_id.parse().unwrap(),
        }
    }

    fn bound_to(manifest_id: &str, admitted: &[&str]) -> Settings {
        let mut settings = settings();
        settings.restrict_by_org = RestrictByOrg::AnyOrganization;
        settings.restrict_by_app = RestrictByApp::ExistingApp;
        settings.app_id = Some(manifest_id.parse().unwrap());
        settings.admitted_apps = admitted.iter().map(|text| text.parse().unwrap()).collect();
        settings
    }

    fn code(
        caller: &str,
        app: &AppIdentity,
        settings: &Settings,
        url: &str,
    ) -> Option<&'static str> {
        check(
            &tenant(caller),
            app,
            &tenant("contoso"),
            settings,
            &Url::parse(url).unwrap(),
        )
        .err()
        .map(|error| error.code())
    }

    const INSIDE: &str = "https://repairs.example/repairs?assignedTo=karin";

    /// Guard: `cloakroom_broker::policy::check`
    #[test]
    fn sec_signin_10_my_organization_only_refuses_every_other_tenant() {
        let own = settings();
        let mut any = settings();
        any.restrict_by_org = RestrictByOrg::AnyOrganization;
        let asking = app("contoso", "0f3a");
        for (caller, settings, expected) in [
            ("contoso", &own, None),
            ("fabrikam", &own, Some("registration_other_tenant")),
            // Tenant ids have a case.
            ("Contoso", &own, Some("registration_other_tenant")),
            ("contoso", &any, None),
            ("fabrikam", &any, None),
        ] {
            assert_eq!(
                code(caller, &asking, settings, INSIDE),
                expected,
                "{caller}"
            );
        }
    }

    /// Guard: `cloakroom_broker::policy::check`
    #[test]
    fn sec_signin_10_a_copied_manifest_id_does_not_open_another_owners_registration() {
        let bound = bound_to("0F3A-b", &["partner/77aa"]);
        for (asking, expected) in [
            (app("contoso", "0f3a-B"), None),
            // Same id, uploaded by somebody else: a manifest id is public.
            (app("fabrikam", "0f3a-b"), Some("registration_other_app")),
            (app("contoso", "77aa"), Some("registration_other_app")),
            (app("partner", "77aa"), None),
            (app("partner", "0f3a-b"), Some("registration_other_app")),
        ] {
            assert_eq!(
                code("contoso", &asking, &bound, INSIDE),
                expected,
                "{asking:?}"
            );
        }
    }

    #[test]
    fn without_the_app_id_that_the_rule_needs_no_app_of_the_owner_passes() {
        let mut bound = bound_to("x", &[]);
        bound.app_id = None;
        assert_eq!(
            code("contoso", &app("contoso", "x"), &bound, INSIDE),
            Some("registration_other_app")
        );
    }

    /// Guard: `cloakroom_broker::policy::check`, by `cloakroom_egress::base_url_covers`
    #[test]
    fn sec_egress_02_only_urls_beneath_the_base_url_pass() {
        let mut settings = settings();
        settings.base_url = Url::parse("https://api.ok/v1").unwrap();
        for (url, expected) in [
            ("https://api.ok/v1", None),
            ("https://api.ok/v1/repairs", None),
            ("https://api.ok/v10", Some("base_url_mismatch")),
            ("https://api.ok/", Some("base_url_mismatch")),
            ("https://api.ok@evil.example/v1", Some("base_url_mismatch")),
            ("https://api.ok.evil.example/v1", Some("base_url_mismatch")),
            ("https://api.ok:8443/v1", Some("base_url_mismatch")),
            ("http://api.ok/v1", Some("base_url_mismatch")),
            ("https://api.ok/v1/../admin", Some("base_url_mismatch")),
            ("https://api.ok/v1/%2e%2e/admin", Some("base_url_mismatch")),
        ] {
            assert_eq!(
                code("contoso", &app("contoso", "x"), &settings, url),
                expected,
                "{url}"
            );
        }
    }

    #[test]
    fn the_tenant_rule_is_told_before_the_app_rule_and_that_before_the_base_url() {
        let mut settings = bound_to("x", &[]);
        settings.restrict_by_org = RestrictByOrg::MyOrganization;
        let outside = "https://evil.example/";
        let other = app("fabrikam", "y");
        assert_eq!(
            code("fabrikam", &other, &settings, outside),
            Some("registration_other_tenant")
        );
        assert_eq!(
            code("contoso", &other, &settings, outside),
            Some("registration_other_app")
        );
        assert_eq!(
            code("contoso", &app("contoso", "x"), &settings, outside),
            Some("base_url_mismatch")
        );
    }

    #[test]
    fn the_texts_for_users_name_no_urls_and_no_secrets_of_the_query() {
        let error = check(
            &tenant("contoso"),
            &app("contoso", "x"),
            &tenant("contoso"),
            &settings(),
            &Url::parse("https://evil.example/?token=canary").unwrap(),
        )
        .unwrap_err();
        assert!(!error.user().contains("evil"));
        for text in [error.developer(), format!("{error:?}"), error.to_string()] {
            assert!(!text.contains("canary"), "{text}");
        }
    }

    proptest! {
        /// Whatever else differs: with the narrowest rules only the owner's own app, asked for by
        /// the owner's own tenant, passes.
        #[test]
        fn the_narrow_rules_admit_exactly_the_owners_app_in_the_owners_tenant(
            caller in "[a-c]", owner in "[a-c]", uploader in "[a-c]", asked in "[x-z]", bound in "[x-z]",
        ) {
            let mut settings = bound_to(&bound, &[]);
            settings.restrict_by_org = RestrictByOrg::MyOrganization;
            let passes = check_usage(
                &tenant(&caller), &app(&uploader, &asked), &tenant(&owner), &settings,
            ).is_ok();
            prop_assert_eq!(passes, caller == owner && uploader == owner && asked == bound);
        }

        #[test]
        fn widening_a_rule_never_refuses_what_passed_before(
            caller in "[a-c]", owner in "[a-c]", uploader in "[a-c]", asked in "[x-z]", bound in "[x-z]",
        ) {
            let mut narrow = bound_to(&bound, &[]);
            narrow.restrict_by_org = RestrictByOrg::MyOrganization;
            let asking = app(&uploader, &asked);
            let passes = |settings: &Settings| {
                check_usage(&tenant(&caller), &asking, &tenant(&owner), settings).is_ok()
            };
            if passes(&narrow) {
                let mut wide = narrow.clone();
                wide.restrict_by_org = RestrictByOrg::AnyOrganization;
                prop_assert!(passes(&wide));
                wide.restrict_by_app = RestrictByApp::AnyApp;
                prop_assert!(passes(&wide));
                let mut admitting = narrow;
                admitting.admitted_apps = vec!["c/z".parse().unwrap()];
                prop_assert!(passes(&admitting));
            }
        }
    }
}
