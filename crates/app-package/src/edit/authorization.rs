//! Sets `authorization` of the API-based message extension.

use crate::Limits;
use crate::document::{Cursor, Document, NodeValue};
use crate::fix::{Edit, edited, literal, remove_member, rename_key, replace};
use crate::problem::Problem;
use crate::rules::{MANIFEST, extension};
use crate::schema::{Kind, Literal, at, names, values};

use super::style::Style;

/// Steps until nothing is left to do; each mends one member of two small objects, and there are
/// never more than these in a manifest that can be read.
const STEPS: usize = 64;

/// What the manifest is to say of authentication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewAuthorization {
    /// The API takes calls without a credential.
    None,
    /// An API key.
    ApiKey {
        /// The API key registration ID.
        registration_id: String,
    },
    /// Single sign-on by Microsoft Entra; `webApplicationInfo` is not part of it.
    EntraSso,
    /// OAuth 2.0.
    OAuth {
        /// The OAuth client registration ID.
        configuration_id: String,
    },
}

/// Why a manifest was not edited.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EditError {
    /// The manifest can't be read.
    #[error("the manifest can't be read: {}", .0.sentence)]
    Unreadable(Box<Problem>),
    /// Nothing to edit.
    #[error("the manifest has no compose extension of composeExtensionType apiBased")]
    NoExtension,
    /// Schemas have a limit for IDs.
    #[error("a registration ID has 1 to {most} characters and no blank at its ends")]
    Id {
        /// Characters at most.
        most: usize,
    },
    /// The text is laid out in a way that can't be edited; nothing was changed.
    #[error("the authorization could not be edited; write it by hand")]
    NotEdited,
}

impl EditError {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(problem) => problem.code,
            Self::NoExtension => "no_api_based_extension",
            Self::Id { .. } => "registration_id_malformed",
            Self::NotEdited => "manifest_not_edited",
        }
    }
}

/// The manifest with another `authorization`, by the names of its own `manifestVersion` where that
/// has them, else of the newest.
///
/// Nothing else changes: members that are not known stay in their places, and a manifest that says
/// already what is asked for comes back as it is.
///
/// # Errors
/// See [`EditError`]; then nothing was changed.
///
/// ```
/// use app_package::{NewAuthorization, set_authorization};
///
/// let before = br#"{"composeExtensions":[{"composeExtensionType":"apiBased","x":1}]}"#;
/// let wanted = NewAuthorization::OAuth { configuration_id: "reg_1".to_owned() };
/// assert_eq!(
///     String::from_utf8(set_authorization(before, &wanted).unwrap()).unwrap(),
///     r#"{"composeExtensions":[{"composeExtensionType":"apiBased","authorization":{"authType":"oAuth2.0","oAuthConfiguration":{"oAuthConfigurationId":"reg_1"}},"x":1}]}"#,
/// );
/// ```
pub fn set_authorization(manifest: &[u8], wanted: &NewAuthorization) -> Result<Vec<u8>, EditError> {
    let mut bytes = manifest.to_vec();
    for _ in 0..STEPS {
        let document =
            Document::parse(MANIFEST, &bytes, &Limits::default()).map_err(EditError::Unreadable)?;
        let root = document.cursor();
        let extension = extension(&root).ok_or(EditError::NoExtension)?;
        let names = Names::of(&root);
        let target = Target::of(wanted, &names)?;
        let edits = match step(&extension, &target, &names) {
            Step::Done => return Ok(bytes),
            Step::Edit(edits) => edits,
        };
        if edits.is_empty() {
            break;
        }
        bytes = edited(&bytes, edits.iter().collect());
    }
    Err(EditError::NotEdited)
}

/// The names of a manifest version, from its published schema.
struct Names {
    types: Vec<&'static str>,
    /// Configurations and their members.
    members: Vec<(&'static str, Vec<&'static str>)>,
    id_most: usize,
}

impl Names {
    const AUTHORIZATION: &str = "/composeExtensions/*/authorization";

    fn of(root: &Cursor<'_>) -> Self {
        let own = root
            .str("manifestVersion")
            .and_then(|version| Kind::Manifest.root(version));
        let newest = Kind::Manifest.newest().1;
        let mut types = Vec::new();
        let mut members: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
        for schema in own.into_iter().chain([newest]) {
            let Some(authorization) = at(schema, Self::AUTHORIZATION) else {
                continue;
            };
            if let Some(place) = at(authorization, "/authType") {
                types.extend(values(place).into_iter().filter_map(|value| match value {
                    Literal::Text(text) => Some(text),
                    _ => None,
                }));
            }
            for name in names(authorization).filter(|name| *name != "authType") {
                if let Some(place) = at(authorization, &format!("/{name}")) {
                    members.push((name, names(place).collect()));
                }
            }
        }
        let id_most = crate::schema::limit(
            Kind::Manifest,
            "/composeExtensions/*/authorization/oAuthConfiguration/oAuthConfigurationId",
        );
        Self {
            types,
            members,
            id_most: id_most.unwrap_or(128),
        }
    }

    /// The first spelling that means the same, the own version's before the newest's.
    fn auth_type(&self, meant: &'static str) -> &'static str {
        let same = |name: &&&str| name.eq_ignore_ascii_case(meant);
        self.types.iter().find(same).copied().unwrap_or(meant)
    }

    fn configuration(&self, outer: &'static str, inner: &'static str) -> [&'static str; 2] {
        let same = |name: &&str, meant: &str| name.eq_ignore_ascii_case(meant);
        let found = self.members.iter().find(|(name, _)| same(name, outer));
        let member = found.and_then(|(_, all)| all.iter().find(|name| same(name, inner)));
        [
            found.map_or(outer, |(name, _)| *name),
            member.copied().unwrap_or(inner),
        ]
    }

    /// Whether a member of the authorization, in whatever case, is the configuration of a type.
    fn is_configuration(&self, name: &str) -> bool {
        self.members
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(name))
    }
}

/// What has to stand there.
struct Target {
    auth_type: &'static str,
    /// The names of configuration and member, and the member's value as JSON.
    configuration: Option<([&'static str; 2], String)>,
    /// Nothing at all says the same.
    default: bool,
}

impl Target {
    fn of(wanted: &NewAuthorization, names: &Names) -> Result<Self, EditError> {
        let id = |id: &str| {
            let long = id.chars().count() > names.id_most;
            if id.is_empty() || id.trim() != id || long {
                return Err(EditError::Id {
                    most: names.id_most,
                });
            }
            Ok(literal(id))
        };
        let (auth_type, configuration) = match wanted {
            NewAuthorization::None => ("none", None),
            NewAuthorization::ApiKey { registration_id } => {
                let place = names.configuration(
                    "apiSecretServiceAuthConfiguration",
                    "apiSecretRegistrationId",
                );
                ("apiSecretServiceAuth", Some((place, id(registration_id)?)))
            }
            NewAuthorization::EntraSso => {
                let place =
                    names.configuration("microsoftEntraConfiguration", "supportsSingleSignOn");
                ("microsoftEntra", Some((place, "true".to_owned())))
            }
            NewAuthorization::OAuth { configuration_id } => {
                let place = names.configuration("oAuthConfiguration", "oAuthConfigurationId");
                ("oAuth2.0", Some((place, id(configuration_id)?)))
            }
        };
        Ok(Self {
            auth_type: names.auth_type(auth_type),
            configuration,
            default: *wanted == NewAuthorization::None,
        })
    }

    /// The whole object, where there is none to edit.
    fn object(&self, style: &Style) -> String {
        let mut members = vec![("authType", literal(self.auth_type))];
        if let Some(([outer, inner], value)) = &self.configuration {
            members.push((outer, style.deeper().object(&[(inner, value.clone())])));
        }
        style.object(&members)
    }
}

enum Step {
    Done,
    Edit(Vec<Edit>),
}

/// The first thing that is still to be done.
fn step(extension: &Cursor<'_>, target: &Target, names: &Names) -> Step {
    let Some(authorization) = extension.get("authorization") else {
        if target.default {
            return Step::Done;
        }
        let after = ["apiSpecificationFile", "composeExtensionType"]
            .into_iter()
            .find(|name| extension.get(name).is_some());
        // The extension was found by its composeExtensionType.
        let after = after.unwrap_or("composeExtensionType");
        let edit = Style::of(extension, after).and_then(|style| {
            style.insert_after(extension, after, "authorization", &target.object(&style))
        });
        return Step::Edit(edit.into_iter().collect());
    };
    let NodeValue::Object(members) = &authorization.node.value else {
        if target.default && authorization.node.value == NodeValue::Null {
            return Step::Done;
        }
        return whole(extension, "authorization", &authorization, target);
    };
    let Some(auth_type) = authorization.get("authType") else {
        return whole(extension, "authorization", &authorization, target);
    };
    if auth_type.node.as_str() != Some(target.auth_type) {
        return Step::Edit(replace(&auth_type, literal(target.auth_type)));
    }
    let own = target.configuration.as_ref().map(|(place, _)| place[0]);
    let right_is_there = own.is_some_and(|own| members.contains_key(own));
    for name in members.keys().filter(|name| names.is_configuration(name)) {
        match own {
            Some(own) if name == own => {}
            Some(own) if name.eq_ignore_ascii_case(own) && !right_is_there => {
                return Step::Edit(rename_key(&authorization, name, own));
            }
            _ => return Step::Edit(remove_member(&authorization, name)),
        }
    }
    match &target.configuration {
        Some((place, value)) => configuration(&authorization, *place, value),
        None => Step::Done,
    }
}

/// The configuration of the type that is there already.
fn configuration(
    authorization: &Cursor<'_>,
    [outer, inner]: [&'static str; 2],
    value: &str,
) -> Step {
    let Some(style) = Style::of(authorization, "authType") else {
        return Step::Edit(Vec::new());
    };
    let object = |style: &Style| style.object(&[(inner, value.to_owned())]);
    let Some(configuration) = authorization.get(outer) else {
        let edit = style.insert_after(authorization, "authType", outer, &object(&style));
        return Step::Edit(edit.into_iter().collect());
    };
    let NodeValue::Object(members) = &configuration.node.value else {
        return Step::Edit(replace(&configuration, object(&style)));
    };
    if let Some(member) = configuration.get(inner) {
        let wanted: Option<serde_json::Value> = serde_json::from_str(value).ok();
        if wanted.is_some_and(|wanted| member.node.to_value() != wanted) {
            return Step::Edit(replace(&member, value));
        }
    }
    let other = members
        .keys()
        .find(|name| *name != inner && name.eq_ignore_ascii_case(inner));
    match (configuration.get(inner), other, members.keys().last()) {
        (Some(_), None, _) => Step::Done,
        (Some(_), Some(other), _) => Step::Edit(remove_member(&configuration, other)),
        (None, Some(other), _) => Step::Edit(rename_key(&configuration, other, inner)),
        (None, None, Some(last)) => {
            let edit = Style::of(&configuration, last)
                .and_then(|style| style.insert_after(&configuration, last, inner, value));
            Step::Edit(edit.into_iter().collect())
        }
        (None, None, None) => Step::Edit(replace(&configuration, object(&style))),
    }
}

/// Writes the authorization anew: what is there is no object that says a type. Members that are
/// not known stay.
fn whole(extension: &Cursor<'_>, name: &str, place: &Cursor<'_>, target: &Target) -> Step {
    if let NodeValue::Object(members) = &place.node.value
        && !members.is_empty()
    {
        return Step::Edit(crate::fix::insert_member(
            place,
            "authType",
            &literal(target.auth_type),
        ));
    }
    let style = Style::of(extension, name);
    Step::Edit(style.map_or_else(Vec::new, |style| replace(place, target.object(&style))))
}
