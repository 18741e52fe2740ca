//! M015, `oauth-configuration-missing`.

rule! {
    /// The `authType` is `oAuth2.0`, and no `oAuthConfiguration.oAuthConfigurationId` says which
    /// registration is meant.
    "M015" "oauth-configuration-missing" Error MessageExtension Documentation
    mend "Make a registration and write its ID."
    ; reads ["oauth_configuration_id_missing"]
}
