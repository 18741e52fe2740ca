//! The command line: verbs, flags and their help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use url::Url;

use crate::explain::ExplainArgs;
use crate::render::RenderArgs;
use crate::validate::ValidateArgs;

/// A cloakroom for credentials: OAuth for API-based message extensions, self-hosted.
#[derive(Debug, Parser)]
#[command(
    name = "cloakroom",
    version,
    max_term_width = 100,
    after_help = "Start with `cloakroom demo`, or `cloakroom serve` and `cloakroom person link admin`. \
                  Verbs exit 0 when they did what was asked, 1 when not or when errors were found, \
                  2 when the command line was not understood."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Serve the chat, the portal API, the invoke door and the redirect URL.
    Serve(ServeArgs),
    /// Serve with the sample provider, the sample API and the Repairs extension installed.
    #[cfg(feature = "demo")]
    Demo(DemoArgs),
    Validate(Box<ValidateArgs>),
    Explain(ExplainArgs),
    /// Send one invoke as a host does, and show the answer.
    Invoke(InvokeArgs),
    /// Show the cards that a template makes of an answer, without a server.
    Render(RenderArgs),
    /// OAuth client registrations.
    #[command(subcommand)]
    Registration(RegistrationVerb),
    /// API key registrations: two keys, of which one is sent.
    #[command(subcommand)]
    ApiKey(ApiKeyVerb),
    /// Test a registration against its provider and API; exits 1 when errors are found.
    Doctor(DoctorArgs),
    /// App packages and where they are installed.
    #[command(subcommand)]
    App(AppVerb),
    /// Hosts and their credentials.
    #[command(subcommand)]
    Host(HostVerb),
    /// Local accounts and their links to enter by.
    #[command(subcommand)]
    Person(PersonVerb),
    /// Who is signed in where.
    #[command(subcommand)]
    Grant(GrantVerb),
    /// Say which operations of an OpenAPI description can be offered, and why not the others.
    Inspect(InspectArgs),
    /// Make an app package from an OpenAPI description.
    Generate(GenerateArgs),
    /// Make the zip of a package's folder: the same files give the same bytes.
    Pack(PackArgs),
}

/// Where the configuration comes from: file, then environment, then flags.
#[derive(Debug, Args, Clone)]
pub(crate) struct ServeArgs {
    /// Configuration file.
    #[arg(long, env = "CLOAKROOM_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Data folder: the database, the master key, the administrator's token.
    #[arg(long, env = "CLOAKROOM_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// The URL that browsers use.
    #[arg(long, env = "CLOAKROOM_PUBLIC_URL")]
    pub(crate) public_url: Option<Url>,
    /// Port to listen on, at 127.0.0.1 and `::1` [default: the public URL's].
    #[arg(long, env = "CLOAKROOM_PORT")]
    pub(crate) port: Option<u16>,
    /// `sqlite:<path>` or `postgres://…` [default: an SQLite file in the data folder].
    #[arg(long, env = "CLOAKROOM_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// Port of the operators' door, on loopback: `/metrics` [default: none].
    #[arg(long, env = "CLOAKROOM_OPERATIONS_PORT")]
    pub(crate) operations_port: Option<u16>,
    /// Refuse everything that is only for development.
    #[arg(long, env = "CLOAKROOM_PRODUCTION")]
    pub(crate) production: bool,
}

#[cfg(feature = "demo")]
#[derive(Debug, Args, Clone)]
pub(crate) struct DemoArgs {
    /// Data folder, made when it is not there.
    #[arg(long, env = "CLOAKROOM_DATA", default_value = "data")]
    pub(crate) data: PathBuf,
    /// Cloakroom's port [default: the one used before, else 8787].
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// The sample authorization server's port [default: the one used before, else 8788].
    #[arg(long)]
    pub(crate) authorization_server_port: Option<u16>,
    /// The sample resource server's port [default: the one used before, else 8789].
    #[arg(long)]
    pub(crate) api_port: Option<u16>,
    /// Seconds that an access token of the sample provider lives.
    #[arg(long, default_value_t = 20)]
    pub(crate) token_seconds: u64,
}

/// Which Cloakroom a verb speaks to.
#[derive(Debug, Args, Clone)]
pub(crate) struct Target {
    /// The running server's URL.
    #[arg(
        long,
        env = "CLOAKROOM_SERVER",
        default_value = "http://localhost:8787"
    )]
    pub(crate) server: Url,
    /// File with the administrator's token [default: administrator.token in the folder `data`].
    #[arg(long, env = "CLOAKROOM_TOKEN_FILE")]
    pub(crate) token_file: Option<PathBuf>,
    /// Work on the embedded store in this data folder, of a server that is stopped.
    #[arg(long, conflicts_with_all = ["token_file"])]
    pub(crate) data: Option<PathBuf>,
    /// The tenant to act in [default: the only one].
    #[arg(long, env = "CLOAKROOM_TENANT")]
    pub(crate) tenant: Option<String>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// What `doctor` tests.
#[derive(Debug, Args, Clone)]
pub(crate) struct DoctorArgs {
    /// The OAuth client registration ID.
    pub(crate) registration: String,
    /// The local account that signs in for the test, in a browser; without one, only what needs no
    /// person is tested.
    #[arg(long, value_name = "NAME")]
    pub(crate) person: Option<String>,
    /// The app whose command is called with the token: its id here, or its manifest's.
    #[arg(long)]
    pub(crate) app: Option<String>,
    /// The command that is called [default: the app's first].
    #[arg(long, requires = "app")]
    pub(crate) command: Option<String>,
    /// A value of the command's parameters; may be given several times.
    #[arg(long = "parameter", value_name = "NAME=VALUE", requires = "app")]
    pub(crate) parameters: Vec<String>,
    #[command(flatten)]
    pub(crate) target: Target,
}

#[derive(Debug, Args, Clone)]
pub(crate) struct OutputArgs {
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// The same as `--format json`.
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
}

impl OutputArgs {
    pub(crate) fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct InvokeArgs {
    /// The running server's URL.
    #[arg(
        long,
        env = "CLOAKROOM_SERVER",
        default_value = "http://localhost:8787"
    )]
    pub(crate) server: Url,
    /// File with the host credential; `-` reads it from standard input.
    #[arg(long, env = "CLOAKROOM_CREDENTIAL_FILE")]
    pub(crate) credential_file: PathBuf,
    /// The user, by the host's own id for him.
    #[arg(long)]
    pub(crate) user: String,
    /// The app's manifest id; needed when several have the command.
    #[arg(long)]
    pub(crate) app: Option<String>,
    /// The command's id.
    #[arg(long)]
    pub(crate) command: String,
    /// A parameter, `name=value`; may be repeated.
    #[arg(long = "parameter", value_name = "NAME=VALUE")]
    pub(crate) parameters: Vec<String>,
    /// How many results to skip.
    #[arg(long, default_value_t = 0)]
    pub(crate) skip: u32,
    /// How many results to ask for.
    #[arg(long, default_value_t = 25)]
    pub(crate) count: u32,
    /// The six digits that the sign-in window showed.
    #[arg(long)]
    pub(crate) confirm: Option<String>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    /// The description: OpenAPI 2.0, 3.0 or 3.1, JSON or YAML.
    pub(crate) file: PathBuf,
    /// For whom only [default: both].
    #[arg(long, value_enum)]
    pub(crate) target: Option<OfferedTo>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct GenerateArgs {
    /// The description: OpenAPI 2.0, 3.0 or 3.1, JSON or YAML.
    pub(crate) file: PathBuf,
    /// The folder to make.
    #[arg(short, long = "output", value_name = "FOLDER")]
    pub(crate) output_folder: PathBuf,
    /// An operation to offer, by its operationId; may be repeated [default: the first ten that can
    /// be].
    #[arg(long = "operation", value_name = "OPERATION-ID")]
    pub(crate) operations: Vec<String>,
    /// The OAuth client registration ID to put into the manifest [default: a placeholder].
    #[arg(long, value_name = "REGISTRATION-ID")]
    pub(crate) registration: Option<String>,
    /// The app's id, a GUID [default: a random one].
    #[arg(long, value_name = "GUID")]
    pub(crate) id: Option<String>,
    /// The app's short name [default: the description's title].
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The API's https URL, in the place of the servers that the description names.
    #[arg(long)]
    pub(crate) server_url: Option<Url>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct PackArgs {
    /// The package's folder.
    pub(crate) folder: PathBuf,
    /// The zip file to write.
    #[arg(short, long = "output", value_name = "FILE")]
    pub(crate) output_file: PathBuf,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Who would call the operations of a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OfferedTo {
    MessageExtension,
    Plugin,
}

impl From<OfferedTo> for app_package::Target {
    fn from(target: OfferedTo) -> Self {
        match target {
            OfferedTo::MessageExtension => Self::MessageExtension,
            OfferedTo::Plugin => Self::Plugin,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum RegistrationVerb {
    /// Make a registration, or reserve its ID and redirect URL first.
    Create(Box<RegistrationCreate>),
    /// Save a registration again: fields that are not given stay as they are.
    Update(Box<RegistrationCreate>),
    /// Delete a registration: its grants end, and are revoked at the provider where it can.
    Delete {
        /// The OAuth client registration ID.
        id: String,
        #[command(flatten)]
        target: Target,
    },
    /// List the registrations of the tenant.
    List(Target),
    /// Show one registration; its secret is never shown.
    Show {
        /// The OAuth client registration ID.
        id: String,
        #[command(flatten)]
        target: Target,
    },
}

#[derive(Debug, Args)]
pub(crate) struct RegistrationCreate {
    /// Only reserve an ID and print the redirect URL to enter at the provider.
    #[arg(long, conflicts_with = "file")]
    pub(crate) reserve: bool,
    /// An ID reserved before.
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// JSON file with the fields, as the portal API has them; the flags below win over it.
    #[arg(long)]
    pub(crate) file: Option<PathBuf>,
    /// What is known of a provider, such as `google` or `okta`, as the fields to begin with.
    #[arg(long, conflicts_with = "reserve")]
    pub(crate) preset: Option<String>,
    /// What differs by customer in a preset, as `name=value`, such as `subdomain=contoso`; may be
    /// repeated.
    #[arg(long = "variable", value_name = "NAME=VALUE", requires = "preset")]
    pub(crate) variables: Vec<String>,
    /// The vendor's toolkit file, such as `m365agents.yml`: the fields of its `oauth/register`
    /// action. `${{NAME}}` is read from the environment.
    #[arg(long, conflicts_with = "reserve")]
    pub(crate) toolkit_file: Option<PathBuf>,
    /// Which `oauth/register` action, by its name, where the toolkit file has several.
    #[arg(long, requires = "toolkit_file")]
    pub(crate) toolkit_action: Option<String>,
    /// Registration name.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Base URL: the token goes only to endpoints beneath it.
    #[arg(long)]
    pub(crate) base_url: Option<Url>,
    /// The provider's name for the app.
    #[arg(long)]
    pub(crate) client_id: Option<String>,
    /// File with the client secret; `-` reads it from standard input.
    #[arg(long)]
    pub(crate) client_secret_file: Option<PathBuf>,
    #[arg(long)]
    pub(crate) authorization_endpoint: Option<Url>,
    #[arg(long)]
    pub(crate) token_endpoint: Option<Url>,
    /// Blank means the token endpoint.
    #[arg(long)]
    pub(crate) refresh_endpoint: Option<Url>,
    #[arg(long)]
    pub(crate) revocation_endpoint: Option<Url>,
    #[arg(long)]
    pub(crate) userinfo_endpoint: Option<Url>,
    /// The issuer; endpoints then come from its metadata.
    #[arg(long)]
    pub(crate) issuer: Option<String>,
    /// A scope to ask for; may be repeated.
    #[arg(long = "scope")]
    pub(crate) scopes: Vec<String>,
    /// Another field as `name=JSON`, such as `clientAuthentication="basic"`; may be repeated.
    #[arg(long = "set", value_name = "FIELD=JSON")]
    pub(crate) fields: Vec<String>,
    #[command(flatten)]
    pub(crate) target: Target,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ApiKeyVerb {
    /// Register a key.
    Create(Box<ApiKeyCreate>),
    /// Save a registration again: fields and keys that are not given stay as they are.
    Update {
        /// The API key registration ID.
        id: String,
        /// Destroy the second key.
        #[arg(long, conflicts_with = "second_key_file")]
        remove_second_key: bool,
        #[command(flatten)]
        fields: Box<ApiKeyCreate>,
    },
    /// Delete a registration and destroy its keys.
    Delete {
        /// The API key registration ID.
        id: String,
        #[command(flatten)]
        target: Target,
    },
    /// List the registrations of the tenant.
    List(Target),
    /// Show one registration; its keys are never shown.
    Show {
        /// The API key registration ID.
        id: String,
        #[command(flatten)]
        target: Target,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ApiKeyCreate {
    /// Registration name.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Base URL: the key goes only to endpoints beneath it.
    #[arg(long)]
    pub(crate) base_url: Option<Url>,
    /// File with the first key; `-` reads it from standard input.
    #[arg(long)]
    pub(crate) key_file: Option<PathBuf>,
    /// File with the second key; `-` reads it from standard input.
    #[arg(long)]
    pub(crate) second_key_file: Option<PathBuf>,
    /// Which key is sent.
    #[arg(long, value_enum)]
    pub(crate) in_use: Option<WhichKey>,
    /// The app's manifest id: no other app may use the key.
    #[arg(long)]
    pub(crate) app_id: Option<String>,
    /// Let apps of other tenants use it too.
    #[arg(long)]
    pub(crate) any_organization: bool,
    #[command(flatten)]
    pub(crate) target: Target,
}

/// Of the two keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WhichKey {
    First,
    Second,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AppVerb {
    /// Install a package, a zip file or a folder, in the tenant.
    Install {
        /// The package.
        path: PathBuf,
        /// In development: dial another origin than the declared one; may be repeated.
        #[arg(long, value_name = "HTTPS-ORIGIN=HTTP-ORIGIN")]
        map: Vec<String>,
        /// Bind an ID in the package that is not ours to a registration; may be repeated.
        #[arg(long, value_name = "ID=REGISTRATION-ID")]
        bind: Vec<String>,
        #[command(flatten)]
        target: Target,
    },
    /// List the installed apps.
    List(Target),
    /// Say in the manifest how people sign in: shows the difference, and saves it with `--save`.
    Authentication {
        /// The app: our ID or the manifest's.
        app: String,
        /// The way of authentication.
        #[arg(long = "type", value_enum)]
        kind: AuthenticationKind,
        /// The ID of the API key or OAuth client registration.
        #[arg(long)]
        registration: Option<String>,
        /// Save it as a new version, which serves at once.
        #[arg(long)]
        save: bool,
        #[command(flatten)]
        target: Target,
    },
    /// Show what a waiting version changes, or let that version serve.
    Approve {
        /// The app: our ID or the manifest's.
        app: String,
        /// The SHA-256 of the version that was shown; without it, it is shown.
        version: Option<String>,
        #[command(flatten)]
        target: Target,
    },
}

/// Ways of authentication.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum AuthenticationKind {
    /// None.
    None,
    /// An API key.
    ApiKey,
    /// Microsoft Entra SSO, which this host does not serve yet.
    EntraSso,
    /// OAuth 2.0.
    #[value(name = "oauth")]
    OAuth,
}

#[derive(Debug, Subcommand)]
pub(crate) enum HostVerb {
    /// Make a host and print its credential, once.
    Create {
        /// What to call it.
        name: String,
        /// An id by which this host names the tenant; may be repeated.
        #[arg(long = "tenant-id")]
        tenant_ids: Vec<String>,
        /// Write the credential to this file (mode 600) instead of printing it.
        #[arg(long)]
        credential_file: Option<PathBuf>,
        #[command(flatten)]
        target: Target,
    },
    /// List the hosts.
    List(Target),
}

#[derive(Debug, Subcommand)]
pub(crate) enum PersonVerb {
    /// Make a local account.
    Create {
        /// Its name, without blanks.
        name: String,
        /// What to call the person on pages.
        #[arg(long)]
        display_name: Option<String>,
        /// member, developer or admin.
        #[arg(long, default_value = "member")]
        role: String,
        #[command(flatten)]
        target: Target,
    },
    /// Change what a local account is called on pages, or its role.
    Change {
        /// Its name.
        name: String,
        /// What to call the person on pages.
        #[arg(long)]
        display_name: Option<String>,
        /// member, developer or admin.
        #[arg(long)]
        role: Option<String>,
        #[command(flatten)]
        target: Target,
    },
    /// Print a fresh link to enter by: one use, ten minutes.
    Link {
        /// Whose.
        name: String,
        #[command(flatten)]
        target: Target,
    },
    /// List the people of the tenant.
    List(Target),
    /// Say that a host's user is this person: he then has the person's grants there.
    LinkHostUser {
        /// The person.
        name: String,
        #[command(flatten)]
        host_user: HostUser,
        #[command(flatten)]
        target: Target,
    },
    /// Take such a link back.
    UnlinkHostUser {
        /// The person.
        name: String,
        #[command(flatten)]
        host_user: HostUser,
        #[command(flatten)]
        target: Target,
    },
    /// List the users of hosts that are this person.
    HostUsers {
        /// The person.
        name: String,
        #[command(flatten)]
        target: Target,
    },
}

/// A host's user, as the host names him in `from`.
#[derive(Debug, Args, Clone)]
pub(crate) struct HostUser {
    /// The host's ID, as `host list` shows it.
    #[arg(long)]
    pub(crate) host: String,
    /// His `from.aadObjectId`.
    #[arg(long, required_unless_present = "user_id", conflicts_with = "user_id")]
    pub(crate) aad_object_id: Option<String>,
    /// His `from.id`.
    #[arg(long)]
    pub(crate) user_id: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum GrantVerb {
    /// List the grants of the tenant.
    List(Target),
    /// End a grant here at once, and revoke it at the provider.
    Revoke {
        /// The grant's id.
        id: String,
        #[command(flatten)]
        target: Target,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed_and_takes_no_secret_as_an_argument() {
        let command = Cli::command();
        command.clone().debug_assert();
        let mut stack = vec![command];
        while let Some(command) = stack.pop() {
            for argument in command.get_arguments() {
                let name = argument.get_id().as_str();
                let secret = ["secret", "password", "credential", "token", "key"]
                    .iter()
                    .any(|word| name.contains(word));
                let harmless = ["_file", "_endpoint", "_seconds", "remove_second_key"]
                    .iter()
                    .any(|end| name.ends_with(end));
                assert!(
                    !secret || harmless,
                    "--{name} would put a secret into the process list"
                );
            }
            stack.extend(command.get_subcommands().cloned());
        }
    }
}
