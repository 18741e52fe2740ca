//! The app manifest: what an API-based message extension needs of it.

mod authorization;
mod command;
mod read;
mod version;

pub(crate) use authorization::meant_auth_type;
pub(crate) use command::Declared;
pub(crate) use read::{ManifestRead, is_guid, read};

use serde::Serialize;

/// An app manifest, read from any version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// The app's ID, a GUID, as written; compare without case.
    pub id: String,
    /// The app's own version.
    pub version: String,
    /// `1.17` and later, or `devPreview`.
    pub manifest_version: String,
    /// The app's names.
    pub name: Name,
    /// Who made it, by their own word.
    pub developer: Developer,
    /// What it does, by its maker's word.
    pub description: Description,
    /// Names of the icon files.
    pub icons: Icons,
    /// `#RRGGBB`, as written, if it has that form.
    pub accent_color: Option<String>,
    /// How the API is to be called.
    pub auth: Authorization,
}

/// The app's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// For lists, at most 30 characters.
    pub short: String,
    /// For its page, at most 100 characters; absent: the short one.
    pub full: String,
}

/// Who made the app. Nobody verified it: show it beside the tenant that installed the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Developer {
    /// The publisher's name.
    pub name: String,
    /// `websiteUrl`.
    pub website: Option<String>,
    /// `privacyUrl`.
    pub privacy: Option<String>,
    /// `termsOfUseUrl`.
    pub terms_of_use: Option<String>,
}

/// What the app does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Description {
    /// One line.
    pub short: String,
    /// A page.
    pub full: String,
}

/// Names of icon files in the package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Icons {
    /// 192 x 192, in colour.
    pub color: Option<String>,
    /// 32 x 32, one colour and transparency.
    pub outline: Option<String>,
    /// 32 x 32, in colour; from 1.21.
    pub color32x32: Option<String>,
}

/// How the API is to be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Authorization {
    /// Without a credential.
    None,
    /// `apiSecretServiceAuth`: an API key as bearer.
    ApiKey {
        /// `apiSecretRegistrationId`.
        registration_id: String,
    },
    /// `microsoftEntra`: the user's own token for the API.
    EntraSso {
        /// `webApplicationInfo.id`.
        client_id: Option<String>,
        /// `webApplicationInfo.resource`.
        resource: Option<String>,
    },
    /// `oAuth2.0`: an access token under an OAuth client registration.
    OAuth {
        /// `oAuthConfigurationId`: ours, or the vendor's that an installation binds to one of ours.
        configuration_id: String,
    },
}

/// Where a command is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum CommandContext {
    /// The compose box.
    Compose,
    /// The command box.
    CommandBox,
}

/// How a parameter's value is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum InputType {
    /// One line.
    #[default]
    Text,
    /// Several lines.
    Textarea,
    /// A number.
    Number,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// Yes or no.
    Toggle,
    /// One of the choices.
    Choiceset,
}

/// One choice of a choice set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What the user sees.
    pub title: String,
    /// What the API gets.
    pub value: String,
}

/// A parameter of a command, as the user sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Parameter {
    /// Its name in the activity; the operation's parameter of the same
    /// [`name`](crate::OperationParameter::name) takes the value.
    pub name: String,
    /// Its label.
    pub title: String,
    /// A sentence about it.
    pub description: Option<String>,
    /// How it is asked for.
    pub input_type: InputType,
    /// For a choice set.
    pub choices: Vec<Choice>,
    /// Whether the search can't be made without: by the manifest, or by an operation that has no
    /// default for it.
    pub required: bool,
    /// `value`: what stands in the field at first.
    pub default: Option<String>,
}
