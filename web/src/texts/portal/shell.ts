export const shell = {
  name: "Developer portal",
  navigation: "Portal",
  openNavigation: "Open the navigation",
  closeNavigation: "Close the navigation",
  skip: "Skip to the content",
  opening: "Opening the page…",
  sections: { tools: "Tools", people: "People", operations: "Operations" },
  places: {
    home: "Home",
    apps: "Apps",
    registrations: "OAuth client registration",
    apiKeys: "API key registration",
    grants: "Grants",
    roles: "Roles",
    sessions: "Sessions",
    inspector: "Inspector",
    chat: "Open the chat",
  },
  notFound: {
    title: "Page not found",
    lead: "Nothing in the portal has this address.",
    home: "Go to the portal's home",
  },
  forbidden: {
    title: "Not for your role",
    lead: (needed: string) =>
      `This page is for the role ${needed}. Ask an administrator of your tenant to give it to you under People, Roles.`,
  },
  more: "Show more",
  loading: (what: string) => `Loading ${what}…`,
  shown: (count: number, more: boolean) => `${count}${more ? " or more" : ""} shown`,
} as const;
