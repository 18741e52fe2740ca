//! What can be wrong, a row each: where it lies, what it does, what is expected.

use cloakroom_broker::doctor::FindingCode::{self, *};
use sample_authorization_server::ClientAuthentication;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::case::{Case, Person, own};

/// How far a run gets with a fault: what lies behind is hidden.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Until {
    /// No person is asked to sign in.
    Checks,
    /// The sign-in fails, or its code is not exchanged.
    Exchange,
    /// To the end.
    End,
}

/// Where a finding is made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Stage {
    Checks,
    SignIn,
    Exchange,
    After,
}

pub(super) struct Fault {
    pub(super) name: &'static str,
    pub(super) expected: &'static [FindingCode],
    pub(super) stage: Stage,
    pub(super) until: Until,
    /// What it changes: two faults that change the same thing are one another fault.
    pub(super) touches: &'static [&'static str],
    /// Codes that cannot be found beside it, because the request that would show them gets no
    /// such answer.
    pub(super) hides: &'static [FindingCode],
    pub(super) change: fn(&mut Case),
}

/// What only the token endpoint's answer to a made-up code shows.
const OF_THE_CLIENT: &[FindingCode] = &[
    ClientSecretRefused,
    ClientAuthenticationOther,
    ClientRefused,
    TokenRequestRefused,
];
/// What only the real token endpoint shows, where another URL was entered.
const OF_THE_TOKEN_ENDPOINT: &[FindingCode] = &[
    ClientSecretRefused,
    ClientAuthenticationOther,
    ClientRefused,
    TokenRequestRefused,
    EndpointAnswersPage,
    EndpointRedirects,
    EndpointFailing,
];
/// What only the authorization endpoint's own answer shows.
const OF_THE_REQUEST: &[FindingCode] = &[
    ClientUnknown,
    RedirectUrlUnknown,
    ScopeRefused,
    PkceRequired,
    PkceNotSupported,
    // Without its word the client is not known to be known.
    ClientSecretRefused,
];

fn merge(into: &mut Value, from: Value) {
    let Value::Object(from) = from else {
        *into = from;
        return;
    };
    if !into.is_object() {
        *into = json!({});
    }
    for (name, value) in from {
        merge(&mut into[name], value);
    }
}

fn script(case: &mut Case, script: Value) {
    merge(&mut case.script, script);
}

fn api(case: &mut Case, status: u16) {
    case.api = ResponseTemplate::new(status);
}

macro_rules! faults {
    ($($name:literal: $expected:expr, $stage:ident, $until:ident, touches $touches:expr, hides $hides:expr, |$case:ident| $change:expr;)*) => {
        pub(super) const FAULTS: &[Fault] = &[$(Fault {
            name: $name, expected: &$expected, stage: Stage::$stage, until: Until::$until,
            touches: &$touches, hides: $hides, change: |$case: &mut Case| { $change; },
        }),*];
    };
}

faults! {
    "only my organization": [NotReadyForStore], Checks, End, touches ["org"], hides &[],
        |c| c.input["restrictByOrg"] = json!("MyOrganization");
    "any app": [NotReadyForStore], Checks, End, touches ["app rule"], hides &[],
        |c| { c.input["restrictByApp"] = json!("AnyApp"); c.input["appId"] = Value::Null };
    "the operation's server lies elsewhere": [BaseUrlDoesNotCover], Checks, Checks, touches ["base"], hides &[],
        |c| c.input["baseUrl"] = json!(format!("https://{}.example/v1", own()));
    "/v1 does not cover /v10": [BaseUrlDoesNotCover], Checks, Checks, touches ["base", "server"], hides &[],
        |c| { c.input["baseUrl"] = json!("https://api.example/v1"); c.server = Some("https://api.example/v10".to_owned()) };
    "a scope of the operation is not asked for": [ScopeMissingForOperation], Checks, End, touches ["wants"], hides &[],
        |c| c.wants.push(format!("{}.write", own()));
    "a blank behind the token endpoint": [EndpointEndsInBlank, EndpointNotOfMetadata], Checks, Checks, touches ["token url", "issuer"], hides OF_THE_TOKEN_ENDPOINT,
        |c| c.input["tokenEndpoint"] = json!(format!("{}/token%20", c.at()));
    "a blank behind the authorization endpoint": [EndpointEndsInBlank, EndpointNotOfMetadata], Checks, Checks, touches ["authorization url", "issuer"], hides OF_THE_REQUEST,
        |c| c.input["authorizationEndpoint"] = json!(format!("{}/authorize%20", c.at()));
    "the token endpoint's host does not exist": [EndpointUnresolvable, EndpointNotOfMetadata], Checks, Checks, touches ["token url", "issuer"], hides OF_THE_TOKEN_ENDPOINT,
        |c| c.input["tokenEndpoint"] = json!(format!("https://{}.invalid/token", own()));
    "nobody listens at the token endpoint": [EndpointUnreachable, EndpointNotOfMetadata], Checks, Checks, touches ["token url", "issuer"], hides OF_THE_TOKEN_ENDPOINT,
        |c| c.input["tokenEndpoint"] = json!(format!("http://127.0.0.1:{}/token", c.closed));
    "nobody listens at the authorization endpoint": [EndpointUnreachable], Checks, Checks, touches ["authorization url", "issuer", "metadata", "pkce", "revocation url"], hides OF_THE_REQUEST,
        |c| c.input["authorizationEndpoint"] = json!(format!("http://127.0.0.1:{}/authorize", c.closed));
    "the token endpoint speaks no TLS": [EndpointTlsFailed, EndpointNotOfMetadata], Checks, Checks, touches ["token url", "issuer"], hides OF_THE_TOKEN_ENDPOINT,
        |c| c.input["tokenEndpoint"] = json!(format!("https://127.0.0.1:{}/token", c.port));
    "the token endpoint is in an inner network": [EndpointRefusedHere, EndpointNotOfMetadata], Checks, Checks, touches ["token url", "issuer"], hides OF_THE_TOKEN_ENDPOINT,
        |c| c.input["tokenEndpoint"] = json!("https://10.11.12.13/token");
    "no such path at the token endpoint": [EndpointNotFound, EndpointNotOfMetadata], Checks, Checks, touches ["token url", "issuer"], hides OF_THE_TOKEN_ENDPOINT,
        |c| c.input["tokenEndpoint"] = json!(format!("{}/{}", c.at(), own()));
    "no such path at the authorization endpoint": [EndpointNotFound, EndpointNotOfMetadata], Checks, Checks, touches ["authorization url", "issuer"], hides OF_THE_REQUEST,
        |c| c.input["authorizationEndpoint"] = json!(format!("{}/{}", c.at(), own()));
    "the authorization endpoint as token endpoint": [AuthorizationEndpointAsTokenEndpoint], Checks, Checks, touches ["token url", "issuer", "metadata"], hides OF_THE_TOKEN_ENDPOINT,
        |c| c.input["tokenEndpoint"] = json!(format!("{}/authorize", c.at()));
    "the same, and no metadata": [AuthorizationEndpointAsTokenEndpoint], Checks, Checks, touches ["token url", "issuer", "metadata", "pkce", "revocation url"], hides OF_THE_TOKEN_ENDPOINT,
        |c| { c.input["tokenEndpoint"] = json!(format!("{}/authorize", c.at())); script(c, json!({"metadata": {"instead": {"status": {"status": 404}}}})) };
    "the token endpoint as authorization endpoint": [TokenEndpointAsAuthorizationEndpoint], Checks, Checks, touches ["authorization url", "issuer", "metadata"], hides OF_THE_REQUEST,
        |c| c.input["authorizationEndpoint"] = json!(format!("{}/token", c.at()));
    "the same, and no metadata for it": [TokenEndpointAsAuthorizationEndpoint], Checks, Checks, touches ["authorization url", "issuer", "metadata", "pkce", "revocation url"], hides OF_THE_REQUEST,
        |c| { c.input["authorizationEndpoint"] = json!(format!("{}/token", c.at())); script(c, json!({"metadata": {"instead": {"status": {"status": 404}}}})) };
    "a page at the token endpoint": [EndpointAnswersPage], Checks, Checks, touches ["exchange"], hides OF_THE_CLIENT,
        |c| script(c, json!({"exchange": {"instead": {"status": {"status": 200, "html": true}}}}));
    "the token endpoint redirects": [EndpointRedirects], Checks, Checks, touches ["exchange"], hides OF_THE_CLIENT,
        |c| script(c, json!({"exchange": {"instead": {"redirect": {"status": 307, "location": format!("https://{}.example/", own())}}}}));
    "the token endpoint is down": [EndpointFailing], Checks, Checks, touches ["exchange"], hides OF_THE_CLIENT,
        |c| script(c, json!({"exchange": {"instead": {"status": {"status": 503}}}}));
    "the metadata announce other endpoints": [EndpointNotOfMetadata], Checks, End, touches ["authorization url", "token url", "revocation url", "issuer", "metadata", "client"], hides &[],
        |c| for field in ["authorizationEndpoint", "tokenEndpoint", "revocationEndpoint"] {
            let typed = c.input[field].as_str().unwrap().replace(&c.host, "127.0.0.1");
            c.input[field] = json!(typed);
        };
    "the metadata are another issuer's": [IssuerMismatch], Checks, Checks, touches ["issuer", "metadata"], hides &[PkceOff, RevocationEndpointUnset, EndpointNotOfMetadata],
        |c| { c.with_issuer(); script(c, json!({"metadataIssuer": format!("https://{}.example", own())})) };
    "the issuer has no metadata any more": [MetadataUnreadable], Checks, Checks, touches ["issuer", "metadata"], hides &[PkceOff, RevocationEndpointUnset, EndpointNotOfMetadata],
        |c| { c.with_issuer(); script(c, json!({"metadata": {"instead": {"status": {"status": 500}}}})) };
    "no revocation endpoint, though there is one": [RevocationEndpointUnset], Checks, End, touches ["revocation url", "issuer", "revocation"], hides &[],
        |c| c.input["revocationEndpoint"] = json!("");
    "no such path at the revocation endpoint": [EndpointNotFound, EndpointNotOfMetadata, RevocationFailed], Checks, End, touches ["revocation url", "issuer", "revocation"], hides &[],
        |c| c.input["revocationEndpoint"] = json!(format!("{}/{}", c.at(), own()));
    "no such path at the refresh endpoint": [EndpointNotFound], Checks, Checks, touches ["refresh url", "issuer"], hides &[],
        |c| c.input["refreshEndpoint"] = json!(format!("{}/{}", c.at(), own()));
    "no such path at the userinfo endpoint": [EndpointNotFound, EndpointNotOfMetadata], Checks, End, touches ["userinfo url", "issuer"], hides &[],
        |c| c.input["userinfoEndpoint"] = json!(format!("{}/{}", c.at(), own()));
    "a page at the userinfo endpoint": [EndpointAnswersPage], Checks, End, touches ["userinfo url", "issuer"], hides &[],
        |c| { c.input["userinfoEndpoint"] = json!(format!("{}/userinfo", c.at())); script(c, json!({"userinfo": {"instead": {"status": {"status": 200, "html": true}}}})) };
    "PKCE is off, though it is supported": [PkceOff], Checks, End, touches ["pkce"], hides &[],
        |c| { c.input["pkce"] = json!(false); script(c, json!({"pkce": "optional"})) };
    "PKCE is off, though it is required": [PkceOff, PkceRequired], Checks, Checks, touches ["pkce"], hides &[],
        |c| c.input["pkce"] = json!(false);
    "PKCE is on, and refused": [PkceNotSupported], Checks, Checks, touches ["pkce"], hides &[],
        |c| script(c, json!({"pkce": "refused"}));
    "a client ID that nobody knows": [ClientUnknown, ClientRefused], Checks, Checks, touches ["client"], hides &[RedirectUrlUnknown, ScopeRefused, PkceRequired, PkceNotSupported, ClientSecretRefused, ClientAuthenticationOther],
        |c| c.input["clientId"] = json!(format!("client-{}", own()));
    "the provider does not know the redirect URL": [RedirectUrlUnknown], Checks, Checks, touches ["redirect"], hides &[ScopeRefused, PkceRequired, PkceNotSupported],
        |c| c.client.redirect_uris = vec![format!("https://{}.example/r", own())];
    "the provider knows the redirect URL of Teams alone": [RedirectUrlUnknown], Checks, Checks, touches ["redirect"], hides &[ScopeRefused, PkceRequired, PkceNotSupported],
        |c| c.client.redirect_uris = vec!["https://teams.microsoft.com/api/platform/v1.0/oAuthRedirect".to_owned()];
    "the scope does not exist": [ScopeRefused], Checks, Checks, touches ["scopes"], hides &[PkceRequired, PkceNotSupported],
        |c| c.input["scopes"] = json!(["repairs.read", format!("{}.read", own())]);
    "a wrong client secret": [ClientSecretRefused], Checks, Checks, touches ["secret"], hides &[],
        |c| c.secret = own();
    "basic, where the provider wants post": [ClientAuthenticationOther], Checks, Checks, touches ["secret", "method"], hides &[],
        |c| c.client.authentication = Some(ClientAuthentication::Post);
    "post, where the provider wants basic": [ClientAuthenticationOther], Checks, Checks, touches ["secret", "method"], hides &[],
        |c| { c.input["clientAuthentication"] = json!("post"); c.client.authentication = Some(ClientAuthentication::Basic) };
    "encoded parts, where the provider does not decode them": [ClientAuthenticationOther], Checks, Checks, touches ["secret", "method"], hides &[],
        |c| c.client.authentication = Some(ClientAuthentication::BasicRaw);
    "no client authentication, where the provider wants some": [ClientAuthenticationOther], Checks, Checks, touches ["secret", "method", "no secret", "revocation", "redirect", "pkce", "scopes"], hides &[],
        |c| c.input["clientAuthentication"] = json!("none");
    "http in production": [EndpointWithoutTls], Checks, Checks, touches ["authorization url", "token url", "revocation url", "refresh url", "issuer", "metadata"],
        hides &[ClientUnknown, RedirectUrlUnknown, ScopeRefused, PkceRequired, PkceNotSupported, ClientSecretRefused, ClientAuthenticationOther, ClientRefused, TokenRequestRefused, EndpointAnswersPage, EndpointRedirects, EndpointFailing],
        |c| c.production = true;
    "iss is announced, and not sent": [IssAbsent], SignIn, Exchange, touches ["issuer", "iss", "person"], hides &[],
        |c| { c.with_issuer(); script(c, json!({"iss": "missing"})) };
    "iss with a slash too many": [IssOther], SignIn, Exchange, touches ["issuer", "iss", "person"], hides &[],
        |c| { c.with_issuer(); script(c, json!({"iss": "trailingSlash"})) };
    "the person denies": [SignInDenied], SignIn, Exchange, touches ["person"], hides &[IssAbsent, IssOther],
        |c| c.person = Person::Denies;
    "the person never comes back": [SignInNotFinished], SignIn, Exchange, touches ["person"], hides &[IssAbsent, IssOther],
        |c| c.person = Person::StaysAway;
    "the person cancels": [SignInNotFinished], SignIn, Exchange, touches ["person"], hides &[IssAbsent, IssOther],
        |c| c.person = Person::Cancels;
    "the provider refuses its own code": [CodeRefused], Exchange, Exchange, touches ["exchange"], hides &[ClientSecretRefused, ClientAuthenticationOther, ClientRefused, TokenTypeUnsupported],
        |c| script(c, json!({"exchange": {"instead": {"error": {"error": "invalid_grant"}}}}));
    "the answer is no token answer": [TokenAnswerUnreadable], Exchange, Exchange, touches ["exchange"], hides &[ClientSecretRefused, ClientAuthenticationOther, ClientRefused, TokenTypeUnsupported],
        |c| script(c, json!({"exchange": {"instead": {"body": "[]"}}}));
    "the token is of another type": [TokenTypeUnsupported], Exchange, Exchange, touches ["token type"], hides &[],
        |c| script(c, json!({"tokenAnswer": {"tokenType": "DPoP"}}));
    "the id_token is another issuer's": [IdTokenRefused], Exchange, End, touches ["issuer", "scopes", "id token"], hides &[],
        |c| { c.with_issuer(); c.input["scopes"] = json!(["openid", "repairs.read", "offline_access"]); script(c, json!({"tokenAnswer": {"idToken": "wrongIssuer"}})) };
    "a lifetime in a text": [TokenAnswerLenient], Exchange, End, touches ["lifetime"], hides &[],
        |c| script(c, json!({"tokenAnswer": {"lifetime": "text"}}));
    "a form-encoded answer with status 201": [TokenAnswerLenient], Exchange, End, touches ["exchange", "format", "lifetime"], hides &[],
        |c| script(c, json!({"exchange": {"successStatus": 201}, "tokenAnswer": {"format": "form"}}));
    "fewer scopes than asked for": [ScopeNotGranted], Exchange, End, touches ["scopes", "granted"], hides &[],
        |c| { c.input["scopes"] = json!(["repairs.read", "profile"]); script(c, json!({"tokenAnswer": {"scope": "fewer"}})) };
    "no refresh token": [NoRefreshToken], Exchange, End, touches ["refresh token"], hides &[RefreshRefused],
        |c| script(c, json!({"tokenAnswer": {"refreshToken": "omitted"}}));
    "the refresh token is refused": [RefreshRefused], After, End, touches ["refresh"], hides &[],
        |c| script(c, json!({"refresh": {"instead": {"error": {"error": "invalid_grant"}}}}));
    "refreshing wants another client": [RefreshRefused], After, End, touches ["refresh"], hides &[],
        |c| script(c, json!({"refresh": {"instead": {"error": {"error": "unauthorized_client"}}}}));
    "revoking fails": [RevocationFailed], After, End, touches ["revocation"], hides &[],
        |c| script(c, json!({"revocation": {"instead": {"status": {"status": 500}}}}));
    "the API does not take the token": [ApiRefusesToken], After, End, touches ["api"], hides &[],
        |c| c.api = ResponseTemplate::new(401).insert_header("www-authenticate", "Bearer error=\"invalid_token\"");
    "the API wants more scopes": [ApiWantsScopes], After, End, touches ["api"], hides &[],
        |c| c.api = ResponseTemplate::new(403).insert_header("www-authenticate", "Bearer error=\"insufficient_scope\", scope=\"repairs.write\"");
    "the API forbids it": [ApiForbids], After, End, touches ["api"], hides &[], |c| api(c, 403);
    "the API has no such path": [ApiNotFound], After, End, touches ["api"], hides &[], |c| api(c, 404);
    "the API fails": [ApiFails], After, End, touches ["api"], hides &[], |c| api(c, 500);
    "the API redirects": [ApiFails], After, End, touches ["api"], hides &[], |c| api(c, 302);
    "the API shows a login page": [ApiAnswersPage], After, End, touches ["api"], hides &[],
        |c| c.api = ResponseTemplate::new(200).set_body_raw("<h1>Sign in</h1>", "text/html");
    "nobody listens at the API": [ApiUnreachable], After, End, touches ["api", "server"], hides &[],
        |c| c.server = Some(format!("http://127.0.0.1:{}/{}", c.closed, c.own));
}
