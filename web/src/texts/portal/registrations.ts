/** Labels, choices and advice are those of the vendor's guide, word for word where it has them. */
export const registrations = {
  title: "OAuth client registration",
  lead: "Each registration keeps one OAuth client and its secret. Its ID is what an app carries in its manifest.",
  all: "All registrations",
  what: "the registrations",
  create: "Register client",
  search: "Search by the words of the name",
  empty: {
    title: "No registration yet",
    hint: "Register the OAuth client that your provider gave you. The redirect URL that the provider asks for is ready at once.",
  },
  noMatch: (word: string) => `No registration matches “${word}”. Try fewer letters.`,
  columns: {
    name: "Registration name",
    baseUrl: "Base URL",
    org: "Usable by",
    health: "Health",
  },
  health: {
    fine: "No failure known",
    fineShort: "Fine",
    broken: (code: string) => `The provider refused the client itself: ${code}`,
    brokenShort: "Refused by the provider",
  },
  form: {
    newTitle: "Register an OAuth client",
    newLead:
      "Take the redirect URL to your provider first. Then enter here what the provider gives you.",
    editTitle: (name: string) => `Edit ${name}`,
    submit: "Register client",
    save: "Save",
    saving: "Saving…",
    cancel: "Cancel",
    late: {
      title: "Somebody else saved this while you were editing.",
      text: "Nothing of yours was saved, so that nothing of theirs is lost. Load what they saved, and make your changes to that.",
      reload: "Load what was saved",
    },
    required: "Fill this in.",
    wrong: (count: number) =>
      count === 1 ? "One field needs mending." : `${count} fields need mending.`,
  },
  redirect: {
    title: "Take this to your provider",
    hint: "Providers ask for the redirect URL before they give a client ID. This one is reserved for the registration below.",
    url: "Redirect URL",
    urlHint:
      "Enter it at the provider exactly so. If the app also runs in Teams, keep Teams' own redirect URL there as well.",
    teams: "Teams' redirect URL",
    teamsUrl: "https://teams.microsoft.com/api/platform/v1.0/oAuthRedirect",
    id: "OAuth client registration ID",
    idReserved: "Reserved. It works as soon as you have registered the client.",
    reserving: "Reserving an ID…",
  },
  preset: {
    title: "Provider",
    hint: "Optional. What is known of a provider fills in the form; compare it with the provider's own guide.",
    label: "Begin with what is known of",
    placeholder: (count: number) => `One of ${count} providers, such as GitHub`,
    variable: "Differs by customer. Letters, digits, dots, hyphens and underscores.",
    fill: "Fill in",
    filled: (name: string) =>
      `The form holds what is known of ${name}. Collected facts, not a promise:`,
    kept: (fields: string) => `What you had entered was kept: ${fields}.`,
    overwrite: (name: string) => `Take those of ${name}`,
  },
  app: {
    title: "App settings",
    name: {
      label: "Registration name",
      hint: "A name to find it by. No other registration of your tenant has it.",
    },
    baseUrl: {
      label: "Base URL",
      hint: "The secret goes to endpoints that begin with it: same scheme, host and port, and whole path segments, so /v1 does not cover /v10.",
      placeholder: "https://api.example.com/v1",
      covers: (url: string) => `Covers ${url} and what lies below it.`,
      notCovered: (path: string) => `It does not cover ${path}.`,
      coversHost: (host: string) => `Covers everything at ${host}.`,
    },
    org: {
      label: "Restrict usage by org",
      MyOrganization: {
        label: "My organization only",
        hint: "While the app is developed and tested as a custom app of your own tenant. Usable only in the tenant where it was registered.",
      },
      AnyOrganization: {
        label: "Any Microsoft 365 organization",
        hint: "When testing is done and other tenants are to use it. Choose it before the package goes to the store.",
      },
    },
    app: {
      label: "Restrict usage by app",
      AnyApp: {
        label: "Any Teams app",
        hint: "While the app is developed. Useful where the app's ID is not final.",
      },
      ExistingApp: {
        label: "Existing Teams app ID",
        hint: "When testing is done. Binds the registration to the app with this ID in its manifest.",
      },
    },
    appId: {
      label: "Teams app ID",
      hint: "The id in the app's manifest.",
      placeholder: "00000000-0000-0000-0000-000000000000",
      malformed:
        "This is not the id of a manifest. It looks like 00000000-0000-0000-0000-000000000000.",
    },
  },
  oauth: {
    title: "OAuth settings",
    source: {
      label: "Endpoints",
      typed: "Enter them",
      issuer: "Take them from the provider's issuer",
    },
    issuer: {
      label: "Issuer",
      hint: "The provider's metadata document gives all endpoints. It is read here, and again when you save.",
      placeholder: "https://login.example.com",
      find: "Find the endpoints",
      finding: "Asking the provider…",
      found: "The provider names these endpoints:",
    },
    clientId: { label: "Client ID", hint: "The provider's name for your app." },
    clientSecret: {
      label: "Client secret",
      hint: "Sealed when you save. Nobody can read it again, here or anywhere else.",
      kept: "A secret is kept. Leave this blank to keep it; a new one replaces it.",
      former: {
        label: "The secret before",
        destroy: {
          label: "Destroy it now",
          hint: "When the provider has withdrawn it already.",
        },
        keep: {
          label: "Keep it for a while",
          hint: "The new one is used at once. Should it turn out wrong, the one before can be put in force again with one click.",
        },
        until: "Keep it until the end of",
        untilHint: (days: number) =>
          `A day within ${days} days, on which the provider still takes it.`,
      },
      blanks:
        "The secret begins or ends with a blank, which usually comes from copying. Paste it without.",
    },
    authorizationEndpoint: {
      label: "Authorization endpoint",
      hint: "Where the user signs in and grants or denies.",
      placeholder: "https://login.example.com/authorize",
    },
    tokenEndpoint: {
      label: "Token endpoint",
      hint: "Where the code is exchanged for tokens.",
      placeholder: "https://authorization-server.com/oauth/token",
    },
    refreshEndpoint: {
      label: "Refresh endpoint",
      hint: "Where a new access token comes from without the user. Blank means the token endpoint.",
      placeholder: "https://authorization-server.com/oauth/token",
    },
    scope: {
      label: "Scope",
      hint: "Optional. Several stand with blanks between them.",
      placeholder: "items.read offline_access",
    },
    pkce: {
      label: "Use PKCE (Proof Key for Code Exchange)",
      hint: "On unless your provider refuses it.",
    },
  },
  more: {
    title: "More settings",
    hint: "For providers that differ from the standard. Leave them as they are unless the provider's guide says otherwise.",
    clientAuthentication: {
      label: "Client authentication",
      hint: "How the client proves itself at the token endpoint. Exactly this way is used, never another.",
      unset: "By the issuer's metadata, else in the body",
      basic: "HTTP Basic (client_secret_basic)",
      basicRaw: "HTTP Basic, not encoded",
      post: "In the body (client_secret_post)",
      none: "None: a public client without a secret",
    },
    tokenRequestFormat: {
      label: "Token request format",
      form: "Form, as RFC 6749 says",
      json: "JSON",
    },
    scopeSeparator: {
      label: "Between two scopes",
      space: "A blank",
      comma: "A comma",
      plus: "A plus sign",
    },
    revocationEndpoint: {
      label: "Revocation endpoint",
      hint: "Where tokens are withdrawn at sign-out.",
    },
    userinfoEndpoint: {
      label: "Userinfo endpoint",
      hint: "Where the account's name is asked for.",
    },
    authorizationParameters: {
      label: "Authorization parameters",
      hint: "One a line, name=value, such as access_type=offline.",
    },
    tokenParameters: {
      label: "Token parameters",
      hint: "One a line, name=value. Sent with the code.",
    },
    refreshParameters: {
      label: "Refresh parameters",
      hint: "One a line, name=value. Sent with a refresh.",
    },
    parameterLine: (line: string) => `“${line}” is not written name=value.`,
    refreshMarginSeconds: {
      label: "Refresh before the end",
      hint: "Seconds before an access token ends at which it is refreshed. 60 unless entered.",
    },
    defaultLifetimeSeconds: {
      label: "Lifetime when none is stated",
      hint: "Seconds. Blank means until the API refuses the token.",
    },
    reuseWindowSeconds: {
      label: "Reuse window of refresh tokens",
      hint: "Seconds for which the provider takes a spent refresh token again. 0 for never.",
    },
    accountPointer: {
      label: "Account pointer",
      hint: "JSON pointer to the account's name, such as /email.",
    },
    tokenPointer: {
      label: "Token pointer",
      hint: "JSON pointer to the object that holds the token, such as /authed_user.",
    },
    admittedApps: {
      label: "Admitted apps of other tenants",
      hint: "One a line, tenant/manifest id. Counts with Existing Teams app ID.",
    },
    expiresInUnit: {
      label: "expires_in counts",
      seconds: "Seconds, as RFC 6749 says",
      milliseconds: "Milliseconds",
    },
    basicUser: { label: "User of HTTP Basic" },
    basicPassword: { label: "Password of HTTP Basic" },
    basicPart: { clientId: "Client ID", clientSecret: "Client secret", empty: "Nothing" },
    redirectUriInQuery: {
      label: "redirect_uri in the token endpoint's query",
      hint: "For providers that want it there in place of the body.",
    },
    stateInTokenRequest: {
      label: "Repeat state with the code",
      hint: "For providers that want the state again when the code is exchanged.",
    },
    number: "Enter a whole number of seconds.",
    pointer: "A JSON pointer begins with a slash, such as /email.",
  },
  url: {
    blank: "The URL holds a blank. Remove it.",
    relative: "This is not an absolute URL. It looks like https://host/path.",
    scheme:
      "Only https URLs are taken, and http for this machine itself, such as http://127.0.0.1:8788.",
    credentials: "The URL holds a user name or password before the @. Remove them.",
    fragment: "The part after # is never sent to a server. Remove it.",
    query: "The base URL is compared by host and path. Remove the part after the question mark.",
  },
  page: {
    saved: "The client is registered.",
    savedHint:
      "Enter the ID in your app under Message extension, Authentication and authorization, or in its manifest as oAuthConfigurationId.",
    changed: (version: number) => `Saved as version ${version}.`,
    edit: "Edit",
    remove: "Delete",
    ids: "What goes where",
    id: "OAuth client registration ID",
    idHint: "Goes into your app's manifest.",
    redirectHint: "Goes onto the allow-list at your provider.",
    healthTitle: "Health",
    usedBy: "Used by",
    usedByLoading: "Looking up what uses it…",
    usedByPeople: (count: number) =>
      count === 0
        ? "Nobody is signed in through it."
        : count === 1
          ? "1 person is signed in through it."
          : `${count} people are signed in through it.`,
    usedByNone: "No app uses this registration yet.",
    usedByNext: "Choose it in an app",
    settings: "Settings",
    version: (version: number) => `Version ${version}`,
    secret: "Client secret",
    secretKept: "••••••••••••",
    secretNone: "None: a public client",
    former: {
      title: "The secret before is kept",
      until: "It is destroyed",
      text: "If the new secret turns out wrong, put the one before in force again. The two change places.",
      swap: "Use the secret before",
      swapping: "Changing…",
      swapped: "The secret before is in force again.",
    },
    blankRefresh: "The token endpoint",
    none: "None",
    yes: "Yes",
    no: "No",
    loading: "Loading the registration…",
    forStore: {
      title: "Before the package goes to the store",
      org: "Choose Any Microsoft 365 organization: with My organization only, users of other tenants are refused.",
      app: "Choose Existing Teams app ID: with Any Teams app, every app that knows the ID may use this client.",
    },
  },
  remove: {
    title: (name: string) => `Delete ${name}?`,
    breaks: (count: number) =>
      count === 1
        ? "This app stops working until it gets another registration:"
        : "These apps stop working until they get another registration:",
    breaksNone: "No app uses it.",
    looking: "Looking up what uses it…",
    grants: (users: number, revocable: boolean) =>
      `${
        users === 0
          ? "Nobody is signed in through it."
          : users === 1
            ? "The one person who is signed in through it is signed out."
            : `${users} people who are signed in through it are signed out.`
      } ${
        revocable
          ? "The access is withdrawn at the provider too, in the background."
          : "The provider cannot be told to withdraw the access; it ends there by itself."
      } The client secret is destroyed.`,
    confirm: "Delete",
    removing: "Deleting…",
    cancel: "Keep it",
  },
} as const;
