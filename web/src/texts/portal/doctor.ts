/** What the doctor says. What it found it says itself. */
export const doctor = {
  title: "Test sign-in",
  of: (registration: string) =>
    `Tries the whole flow of ${registration} against its provider, and says what is wrong.`,
  ofCommand: (command: string) => `The command ${command} is called with the token.`,
  back: "The registration",
  begin: "Begin the test",
  again: "Test again",
  beginning: "Beginning the test…",
  before:
    "First what needs nobody is tried: the endpoints, the client, its secret and redirect URL. Then you sign in at the provider once. The tokens of a test are kept for nobody and revoked at its end.",
  steps: "What was tried",
  running: "Under way…",
  states: {
    running: "Under way",
    passed: "Fine",
    found: "Something was found",
    skipped: "Not tried",
  },
  signIn: {
    title: "Now sign in at the provider",
    hint: "A window opens. Sign in there with an account that may be used for a test, and allow what is asked for. This page goes on by itself.",
    open: "Open the sign-in",
    tab: "Open it in another tab instead",
    preparing: "Preparing the sign-in…",
  },
  verdicts: {
    open: "The test is under way.",
    healthy: "Everything works, and nothing was found.",
    warnings: "It works; something is worth mending.",
    errors: "Signing in or calling the API does not work yet. What to do stands below.",
  },
  findings: "What was found",
  severities: { error: "Error", warning: "Warning" },
  seen: "Seen",
  means: "It means",
  fix: "What to do",
  redirectUrls: "Redirect URLs at the provider",
  redirectHint: "One client may have both on its allow-list.",
  opening: "Opening the test…",
  past: {
    title: "Tests before",
    hint: "Each is kept for a day.",
    loading: "Looking up the tests before…",
    columns: {
      when: "When",
      verdict: "Result",
      person: "Signed in by",
      command: "Command",
      version: "Version",
    },
    nobody: "Nobody",
    noCommand: "None",
    verdict: (verdict: "open" | "healthy" | "warnings" | "errors", findings: number) => {
      if (verdict === "open") return "Under way";
      if (verdict === "healthy") return "Nothing found";
      return findings === 1 ? "1 finding" : `${findings} findings`;
    },
  },
  parameters: {
    title: "Values for the call",
    hint: "As a user would give them.",
  },
} as const;
