/** API key registrations; what they share with OAuth clients stands there. */
export const apiKeys = {
  title: "API key registration",
  lead: "Each registration keeps the key of one API. Its ID is what an app carries in its manifest, in place of the key.",
  all: "All API key registrations",
  what: "the API key registrations",
  create: "Register API key",
  search: "Search by the words of the name",
  empty: {
    title: "No API key yet",
    hint: "Register the key that your API gave you, for an API that knows callers by a key and not by their users.",
  },
  noMatch: (word: string) => `No API key matches “${word}”. Try fewer letters.`,
  columns: {
    name: "Registration name",
    baseUrl: "Base URL",
    org: "Usable by",
    keys: "Keys",
  },
  count: (keys: number) => (keys === 1 ? "1 key" : `${keys} keys`),
  form: {
    newTitle: "Register an API key",
    newLead:
      "The key is sent as the API's description says, else as Authorization: Bearer, to URLs beneath the base URL and nowhere else.",
    editLead:
      "To change the key without an interruption: enter the new one as second key, send the second, and remove the old one at the API when nothing comes with it any more.",
    submit: "Register API key",
    keys: "Keys",
    rotation: "Two may be kept, so that one can be replaced while the other is sent.",
    key: {
      label: "First key",
      hint: "Sealed when you save. Nobody can read it again, here or anywhere else.",
      kept: "A key is kept. Leave this blank to keep it; a new one replaces it.",
      length: "A key has 10 to 2048 characters.",
      characters:
        "The key holds a blank, a line break or a character beyond ASCII, which cannot stand in a header. Paste it again.",
    },
    secondKey: {
      label: "Second key",
      hint: "Optional.",
      remove: "Destroy the second key",
    },
    inUse: {
      label: "Key that is sent",
      first: "The first",
      second: "The second",
      noSecond: "There is no second key to be sent. Enter it, or send the first.",
    },
  },
  page: {
    saved: "The key is registered. Enter its ID in your app as apiSecretRegistrationId.",
    id: "API key registration ID",
    idHint: "Goes into your app's manifest, as apiSecretRegistrationId.",
    edit: "Edit, or change the key",
    sent: "sent with each call",
    notSent: "kept, not sent",
    ends: "Its keys are destroyed. At the API they stay as they are: withdraw them there.",
  },
} as const;
