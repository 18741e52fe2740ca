export const home = {
  title: (name: string) => `Welcome, ${name}`,
  lead: "From an API that you have to an extension that people use, signed in as themselves.",
  steps: "The way to a working extension",
  step: {
    register: {
      title: "Register an OAuth client",
      hint: "Take the redirect URL to your provider, and enter here what the provider gives you.",
      action: "Register client",
      done: (count: number, more: boolean) =>
        count === 1 ? "1 registration" : `${count} registrations${more ? " and more" : ""}`,
    },
    app: {
      title: "Add your app",
      hint: "Upload the package that you will upload to Teams.",
      action: "Upload a package",
      done: (count: number, more: boolean) =>
        count === 1 ? "1 app" : `${count} apps${more ? " and more" : ""}`,
    },
    bind: {
      title: "Choose how the app signs in",
      hint: "Select OAuth in the app's message extension, and enter the registration's ID.",
      action: "Choose",
      done: (count: number, more: boolean) =>
        more
          ? `The first ${count} apps have their registrations`
          : "Every app has its registration",
      waiting: (names: string) => `${names} still needs a registration`,
    },
    use: {
      title: "Try it in the chat",
      hint: "Search with the extension, sign in, and see each step in its trace.",
      action: "Open the chat",
    },
  },
  doneMark: "Done",
  openMark: "To do",
  member: {
    lead: "See where you are signed in, and what happened when you searched.",
    grants: "Where you are signed in",
    inspector: "What happened, step by step",
  },
} as const;
