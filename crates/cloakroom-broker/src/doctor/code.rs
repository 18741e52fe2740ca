//! The findings by their codes: what each means and what to do. `docs/doctor.md` is made from this
//! table.

use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// It works, but not for long, not for everybody, or only by leniency.
    Warning,
    /// Signing in or calling the API fails.
    Error,
}

macro_rules! findings {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident, $title:literal, $means:literal, $fix:literal;)*) => {
        /// What can be wrong with a registration. Codes are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum FindingCode {
            $($(#[$doc])* $name,)*
        }

        impl FindingCode {
            /// All of them, in the order in which a run can come upon them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// How much it matters, where nothing else is said.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// In a few words.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// What it means.
            pub const fn means(self) -> &'static str {
                match self { $(Self::$name => $means,)* }
            }

            /// What to do.
            pub const fn fix(self) -> &'static str {
                match self { $(Self::$name => $fix,)* }
            }
        }
    };
}

findings! {
    /// *My organization only* or *Any Teams app*.
    NotReadyForStore = "not_ready_for_store", Warning,
        "The registration is not ready for the store",
        "The restrictions are those for developing: other organizations cannot sign in, or any app may use the registration.",
        "When testing is done, choose *Any Microsoft 365 organization* and *Existing Teams app ID* before the package goes to the store.";
    /// The operation's URL lies outside the base URL.
    BaseUrlDoesNotCover = "base_url_does_not_cover", Error,
        "The base URL does not cover the operation's server",
        "The access token goes only to URLs beneath the base URL, compared by scheme, host, port and whole path segments, so this operation is never called.",
        "Correct the registration's base URL, or the server of the OpenAPI description.";
    /// The operation wants scopes that are not asked for.
    ScopeMissingForOperation = "scope_missing_for_operation", Warning,
        "The operation wants scopes that the registration does not ask for",
        "The OpenAPI description names scopes for this operation, and the sign-in does not ask the user for all of them. The API will probably answer 403.",
        "Add the scopes to the registration. Users who are signed in are asked once more.";
    /// The URL ends in an encoded blank.
    EndpointEndsInBlank = "endpoint_ends_in_blank", Error,
        "The endpoint ends in a blank",
        "A blank was copied along with the URL and is now a part of its path (`%20`), so that another resource is asked.",
        "Type the URL again, without the blank.";
    /// `http`.
    EndpointWithoutTls = "endpoint_without_tls", Error,
        "The endpoint is not https",
        "Codes, tokens and the client secret would travel readable for everybody on the way. Such an endpoint is not used.",
        "Enter the provider's https URL.";
    /// The name has no address.
    EndpointUnresolvable = "endpoint_unresolvable", Error,
        "The endpoint's host does not exist",
        "No address was found for the host name.",
        "Look for a misspelt host name. A name of an internal network must be known to this machine's resolver.";
    /// No connection.
    EndpointUnreachable = "endpoint_unreachable", Error,
        "The endpoint cannot be reached",
        "No connection was made, or none that gave an answer in time.",
        "Check host and port, and whether this machine may open connections there.";
    /// The handshake failed.
    EndpointTlsFailed = "endpoint_tls_failed", Error,
        "The TLS handshake with the endpoint failed",
        "What answers at this port does not speak TLS, or shows a certificate that is not valid for this name.",
        "Check the port, and the certificate and its chain at the provider.";
    /// The egress guard said no.
    EndpointRefusedHere = "endpoint_refused_here", Error,
        "This installation does not call the endpoint",
        "The address is this machine or an internal network, which is closed to registrations unless the operator opens it.",
        "Enter the provider's public URL, or have the operator allow the address.";
    /// 404 or 410.
    EndpointNotFound = "endpoint_not_found", Error,
        "There is nothing at the endpoint's path",
        "The host answers, and says that it has no such resource.",
        "Compare the path with the provider's documentation.";
    /// 5xx or 429.
    EndpointFailing = "endpoint_failing", Error,
        "The endpoint fails",
        "The provider cannot answer at present. That need not be the registration's fault.",
        "Run the test again later. If it stays so, ask the provider.";
    /// Redirects a request with secrets.
    EndpointRedirects = "endpoint_redirects", Error,
        "The endpoint redirects",
        "A request that carries a secret, a code or a token follows no redirect, so it ends here.",
        "Enter the URL to which it redirects, if that is the provider's own.";
    /// A page for people.
    EndpointAnswersPage = "endpoint_answers_page", Error,
        "The endpoint answers a page for people",
        "A token endpoint answers JSON to programs. This is a page in HTML: a login, a documentation or a maintenance page.",
        "Enter the token endpoint from the provider's documentation.";
    /// The two were confused.
    AuthorizationEndpointAsTokenEndpoint = "authorization_endpoint_as_token_endpoint", Error,
        "The token endpoint is an authorization endpoint",
        "What was entered as token endpoint is where users sign in. Codes cannot be exchanged there.",
        "Enter the provider's token endpoint; its path often ends in `/token`.";
    /// The two were confused.
    TokenEndpointAsAuthorizationEndpoint = "token_endpoint_as_authorization_endpoint", Error,
        "The authorization endpoint is a token endpoint",
        "What was entered as authorization endpoint is where programs exchange codes. Users cannot sign in there.",
        "Enter the provider's authorization endpoint; its path often ends in `/authorize`.";
    /// The issuer's document cannot be had.
    MetadataUnreadable = "metadata_unreadable", Error,
        "The issuer's metadata cannot be read",
        "The registration names an issuer, and its metadata document (RFC 8414) is not where it must be, or is none.",
        "Check the issuer. If the provider has no metadata, leave the issuer blank and type the endpoints.";
    /// The document speaks of another issuer.
    IssuerMismatch = "issuer_mismatch", Error,
        "The metadata are those of another issuer",
        "The document's `issuer` must equal the registration's in every character (RFC 8414 §3.3); otherwise somebody could speak for another.",
        "Enter the issuer as the document writes it, a slash at the end included.";
    /// An endpoint is not the one that the metadata name.
    EndpointNotOfMetadata = "endpoint_not_of_metadata", Warning,
        "The provider announces another endpoint",
        "The provider's metadata document names another URL than the registration.",
        "Enter the announced URL, unless the provider's documentation says otherwise; with an issuer, save the registration again.";
    /// The document names a revocation endpoint, the registration none.
    RevocationEndpointUnset = "revocation_endpoint_unset", Warning,
        "The provider can revoke tokens, and the registration does not say where",
        "When users sign out, their tokens stay good at the provider until they end by themselves.",
        "Enter the announced revocation endpoint.";
    /// The provider supports PKCE, and it is off.
    PkceOff = "pkce_off", Warning,
        "PKCE is off, though the provider supports it",
        "Without PKCE a stolen code can be exchanged by somebody else (RFC 9700 §2.1.1).",
        "Switch PKCE on.";
    /// The provider wants PKCE.
    PkceRequired = "pkce_required", Error,
        "The provider requires PKCE",
        "The provider refuses authorization requests without `code_challenge`, and PKCE is off.",
        "Switch PKCE on.";
    /// The provider refuses PKCE.
    PkceNotSupported = "pkce_not_supported", Error,
        "The provider does not take PKCE",
        "The provider refuses authorization requests with `code_challenge`.",
        "Switch PKCE off for this registration, if the provider's documentation confirms it.";
    /// No such client.
    ClientUnknown = "client_unknown", Error,
        "The provider does not know the client ID",
        "The authorization endpoint answers to this client ID as it answers to one that was made up.",
        "Copy the client ID from the provider's console again, and check that it belongs to this environment of the provider.";
    /// The redirect URL is not on the list.
    RedirectUrlUnknown = "redirect_url_unknown", Error,
        "The provider does not know the redirect URL",
        "The client's allow-list at the provider does not hold this URL; most compare it letter by letter.",
        "Add the URL at the provider. The redirect URL of Teams may stay beside it: Teams uses its own, Cloakroom this one.";
    /// Client or redirect URL, and the provider does not say which.
    AuthorizationRefused = "authorization_refused", Error,
        "The provider refuses the authorization request",
        "The authorization endpoint answered with an error before anybody could sign in.",
        "Compare client ID, redirect URL, scopes and additional parameters with the provider's documentation.";
    /// `invalid_scope`.
    ScopeRefused = "scope_refused", Error,
        "The provider refuses the scopes",
        "One of the scopes does not exist at the provider, is written in another way, or is not open to this client.",
        "Correct the scopes, and the separator between them; allow them to the client in the provider's console.";
    /// There is no secret where one is needed.
    ClientSecretMissing = "client_secret_missing", Error,
        "There is no client secret",
        "The chosen way of client authentication needs a client secret, and none is kept.",
        "Type the client secret, or choose *none* for a public client.";
    /// Another way of authenticating is accepted.
    ClientAuthenticationOther = "client_authentication_other", Error,
        "The provider wants another way of client authentication",
        "With the same client ID and secret, sent in another way, the provider accepts the client. Cloakroom uses only the way that is chosen.",
        "Choose the accepted way in the registration.";
    /// The client is known, the secret is not accepted.
    ClientSecretRefused = "client_secret_refused", Error,
        "The provider does not accept the client secret",
        "The provider knows the client, and refuses it at the token endpoint with every way of sending the secret: the secret is wrong, has expired or was replaced.",
        "Make a new client secret at the provider and type it into the registration.";
    /// The client is refused, and it is not known why.
    ClientRefused = "client_refused", Error,
        "The provider refuses the client",
        "The token endpoint does not accept client ID and client secret.",
        "Check client ID, client secret and the way of client authentication.";
    /// Another error of the token endpoint.
    TokenRequestRefused = "token_request_refused", Error,
        "The token endpoint rejects the request",
        "The request was refused for another reason than the code or the client.",
        "Compare the request's format (form or JSON) and its additional parameters with the provider's documentation.";
    /// Nobody came back.
    SignInNotFinished = "sign_in_not_finished", Error,
        "The test sign-in did not come back",
        "The browser went to the provider and did not return in time. The window was closed, or the provider showed an error there, often because it does not know the redirect URL.",
        "Run the test again, and read what the provider's page says.";
    /// The person refused.
    SignInDenied = "sign_in_denied", Error,
        "Permission was not given",
        "The provider says that the person, or an administrator's policy, refused. Some providers want an administrator's consent first.",
        "Allow it, or ask the administrator at the provider to consent for the organization.";
    /// `iss` is missing.
    IssAbsent = "iss_absent", Error,
        "The provider announces `iss`, and does not send it",
        "The metadata say that each answer names its issuer (RFC 9207), and this one does not. Such an answer is refused, because it may be another provider's.",
        "Tell the provider; or leave the issuer blank and type the endpoints, which gives the registration a redirect URL of its own.";
    /// `iss` names somebody else.
    IssOther = "iss_other", Error,
        "The answer is another issuer's",
        "The answer's `iss` is not the registration's issuer, letter by letter (RFC 9207 §2.4).",
        "Check the issuer. If it is right, the provider is set up wrongly.";
    /// The code was refused.
    CodeRefused = "code_refused", Error,
        "The token endpoint refuses the code",
        "The provider gave this code a moment ago and refuses it now: it belongs to another client, redirect URL or PKCE verifier, or the token endpoint is of another environment than the authorization endpoint.",
        "Check that both endpoints belong together.";
    /// The answer cannot be read.
    TokenAnswerUnreadable = "token_answer_unreadable", Error,
        "The token endpoint's answer cannot be read",
        "The answer is not one of RFC 6749 §5, and no leniency covers it.",
        "Set the token pointer, if the tokens lie deeper in the answer; otherwise this provider is not supported.";
    /// Not a bearer token.
    TokenTypeUnsupported = "token_type_unsupported", Error,
        "The access token is not a bearer token",
        "The token has to be used in a way that is not supported, such as DPoP.",
        "Switch that kind of token off for this client at the provider.";
    /// Read by leniency.
    TokenAnswerLenient = "token_answer_lenient", Warning,
        "The token endpoint's answer is not as RFC 6749 says",
        "It was understood all the same, here. Stricter clients, Teams among them, may refuse it.",
        "Nothing, for Cloakroom. If the package is for Teams too, test it there.";
    /// The id_token was refused.
    IdTokenRefused = "id_token_refused", Error,
        "The id_token is not valid",
        "The provider's statement of who signed in could not be verified, so no sign-in is completed.",
        "Check issuer and client ID; the provider's keys must be published in its metadata.";
    /// Fewer scopes than asked for.
    ScopeNotGranted = "scope_not_granted", Warning,
        "Not all scopes were granted",
        "The provider granted fewer scopes than were asked for.",
        "Allow the scopes to the client at the provider, or leave them out of the registration.";
    /// No refresh token.
    NoRefreshToken = "no_refresh_token", Warning,
        "The provider gives no refresh token",
        "When the access token ends, the user has to sign in again.",
        "Ask for offline access in the way of this provider.";
    /// The refresh failed.
    RefreshRefused = "refresh_refused", Error,
        "Refreshing fails",
        "The provider refuses the refresh token that it gave a moment ago. Users have to sign in again whenever the access token ends.",
        "Check the refresh endpoint and the additional refresh parameters; some providers take no `scope` there, others want one.";
    /// The API does not answer.
    ApiUnreachable = "api_unreachable", Error,
        "The API cannot be reached",
        "No answer came to the operation's request.",
        "Check the server of the OpenAPI description.";
    /// 401.
    ApiRefusesToken = "api_refuses_token", Error,
        "The API does not accept the token",
        "The provider gave an access token, and the API answers 401 to it: it trusts another issuer, or wants the token for another audience.",
        "Many providers want an additional parameter (`audience` or `resource`) that names the API; enter it under *Additional authorization parameters*.";
    /// 403 with `insufficient_scope`.
    ApiWantsScopes = "api_wants_scopes", Error,
        "The API wants more scopes",
        "The API accepts the token and says that its scopes do not suffice for this operation.",
        "Add the scopes to the registration.";
    /// 403.
    ApiForbids = "api_forbids", Error,
        "The API forbids the operation",
        "The API knows who signed in and does not allow this person the operation.",
        "Sign in as somebody who may, or check the scopes and roles at the API.";
    /// 404.
    ApiNotFound = "api_not_found", Warning,
        "The API has no such operation",
        "The API answers 404. Either nothing was found for the values that were given, or the server of the OpenAPI description has another path.",
        "Check the server's path, or try other values.";
    /// Another status.
    ApiFails = "api_fails", Warning,
        "The API does not answer with a success",
        "The API's answer is neither a success nor a statement about the token.",
        "Look at the API's own log; try other values.";
    /// A page instead of JSON.
    ApiAnswersPage = "api_answers_page", Error,
        "The API answers a page for people",
        "The answer is HTML: often a login page, which means that the API does not look at the token.",
        "Check the server of the OpenAPI description.";
    /// The tokens of the test stay good.
    RevocationFailed = "revocation_failed", Warning,
        "The test's tokens could not be revoked",
        "The revocation endpoint did not accept the request. It is tried again later; users who sign out meet the same.",
        "Check the revocation endpoint. If the provider has none by RFC 7009, leave it blank.";
    /// The process ended in the middle.
    Interrupted = "interrupted", Error,
        "The test was interrupted",
        "The process that ran the test ended, or took too long.",
        "Run the test again.";
}
