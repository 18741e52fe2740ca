export const sessions = {
  title: "Sessions",
  lead: "The browsers in which you are signed in to Cloakroom. End one that you do not know, or no longer use.",
  what: "the sessions",
  all: "Everybody in the tenant",
  columns: {
    browser: "Browser",
    person: "Person",
    by: "Entered by",
    since: "Since",
    seen: "Last used",
    end: "Action",
  },
  browser: (browser: string, system?: string) => (system ? `${browser} on ${system}` : browser),
  unknown: "Another program",
  current: "This one",
  byLink: "A link",
  end: "End",
  endOf: (person: string, browser: string) => `End the session of ${person} in ${browser}`,
  ended: (person: string, browser: string) => `The session of ${person} in ${browser} has ended.`,
  endOthers: "End all others",
  othersEnded: (count: number) =>
    count === 1 ? "One other session has ended." : `${count} other sessions have ended.`,
} as const;
