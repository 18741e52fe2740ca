import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, it } from "vitest";
import type { AppVersion, Change } from "../../api/apps";
import type { Role } from "../../api/session";
import { app } from "../../test/apps";
import { registration, session } from "../../test/registrations";
import { extension } from "../../test/samples";
import { serve } from "../../test/server";
import { show } from "../../test/show";
import { AppList, AppPage, MessageExtensionPage, NewAppPage, UploadPage } from ".";

const changes: Change[] = [{ what: "registration", before: ["OAuth x"], after: ["OAuth reg_1"] }];

const versions: AppVersion[] = [
  { version: "b7c1", appVersion: "1.1.0", serving: false, waiting: true, createdAt: 1, changes },
  {
    version: "a9d5",
    appVersion: "1.0.0",
    serving: true,
    waiting: false,
    createdAt: 0,
    changes: [],
  },
];

const findings = {
  errors: 1,
  warnings: 0,
  findings: [
    {
      code: "M012",
      name: "auth-type-misspelled",
      severity: "error",
      file: "manifest.json",
      pointer: "/a",
      line: 2,
      column: 3,
      message: "It is misspelled.",
      fix: "Write oAuth2.0.",
    },
  ],
  sources: [{ file: "manifest.json", text: '{\n  "authType": "oAuth"\n}' }],
};

const edit = {
  over: "a9d5",
  version: "c0ff",
  difference: {
    file: "manifest.json",
    hunks: [
      {
        lines: [
          { kind: "same", before: 1, after: 1, text: "{" },
          { kind: "removed", before: 2, after: null, text: '"bXNmdA=="' },
          { kind: "added", before: null, after: 2, text: '"reg_1"' },
        ],
      },
    ],
  },
  changes,
  findings: { ...findings, errors: 0, findings: [] },
};

const routes = {
  "GET /api/v1/apps": () => ({ body: { apps: [app], next: null } }),
  "GET /api/v1/apps/app_1": () => ({ body: app }),
  "GET /api/v1/registrations": () => ({ body: { registrations: [registration] } }),
  "GET /api/v1/apps/app_1/versions": () => ({ body: { versions } }),
  "GET /api/v1/apps/app_1/findings": () => ({ body: findings }),
  "GET /api/v1/extensions": () => ({
    body: { extensions: [{ ...extension, appId: app.appId }] },
  }),
};

function portal(at: string, role: Role = "admin") {
  return show(
    <Routes>
      <Route path="/portal/apps">
        <Route index element={<AppList />} />
        <Route path="new" element={<NewAppPage />} />
        <Route path="upload" element={<UploadPage />} />
        <Route path=":id" element={<AppPage session={{ ...session, role }} />} />
        <Route
          path=":id/message-extension"
          element={<MessageExtensionPage session={{ ...session, role }} />}
        />
      </Route>
    </Routes>,
    at,
  );
}

const zip = () => new File(["PK"], "repairs.zip", { type: "application/zip" });

async function choose(file: File) {
  const input = document.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) throw new Error("there is no field for a file");
  await userEvent.upload(input, file, { applyAccept: false });
}

it("an app that still needs a registration says so in the list", async () => {
  serve(routes);
  portal("/portal/apps");
  expect(await screen.findByRole("link", { name: "Repairs" })).toBeVisible();
  expect(screen.getByText("Still to be chosen")).toBeVisible();
});

it("apps are searched by the server and shown page by page", async () => {
  const calls = serve({
    ...routes,
    "GET /api/v1/apps": ({ path }) => {
      const asked = new URL(path, "http://localhost").searchParams;
      if (asked.get("search") === "bud") {
        return { body: { apps: [{ ...app, appId: "app_3", name: "Budget" }], next: null } };
      }
      return asked.get("cursor") === "c1"
        ? { body: { apps: [{ ...app, appId: "app_2", name: "Travel" }], next: null } }
        : { body: { apps: [app], next: "c1" } };
    },
  });
  portal("/portal/apps");
  await userEvent.click(await screen.findByRole("button", { name: "Show more" }));
  expect(await screen.findByRole("link", { name: "Travel" })).toBeVisible();
  expect(screen.getByRole("link", { name: "Repairs" })).toBeVisible();
  await userEvent.click(screen.getByRole("searchbox", { name: "Search by name or ID" }));
  await userEvent.paste("bud");
  expect(await screen.findByRole("link", { name: "Budget" })).toBeVisible();
  await waitFor(() => expect(screen.queryByRole("link", { name: "Repairs" })).toBeNull());
  expect(calls.filter(({ path }) => path.startsWith("/api/v1/apps"))).toHaveLength(3);
});

it("an app that is not there is told as such, and asked for once", async () => {
  const calls = serve(routes);
  portal("/portal/apps/app_9");
  expect(await screen.findByText("There is no such app in your tenant.")).toBeVisible();
  expect(calls.filter(({ path }) => path === "/api/v1/apps/app_9")).toHaveLength(1);
});

it("an app is removed as it was seen", async () => {
  const calls = serve({ ...routes, "DELETE /api/v1/apps/app_1": () => ({ status: 204 }) });
  portal("/portal/apps/app_1");
  await userEvent.click(await screen.findByRole("button", { name: "Remove" }));
  const dialog = await screen.findByRole("alertdialog", { hidden: true });
  await userEvent.click(within(dialog).getByText("Remove"));
  await waitFor(() => {
    const removal = calls.find(({ method }) => method === "DELETE");
    expect(removal?.headers.get("If-Match")).toBe(`"${app.changedAt}"`);
  });
});

it("a registration to bind is looked for by the server", async () => {
  const other = { ...registration, id: "reg_2", name: "Travel" };
  const calls = serve({
    ...routes,
    "GET /api/v1/registrations": ({ path }) => ({
      body: { registrations: path.includes("search=Tra") ? [other] : [registration], next: "c1" },
    }),
    "POST /api/v1/apps/app_1/bindings": () => ({
      body: { ...app, unbound: false, registrationId: "reg_2" },
    }),
  });
  portal("/portal/apps/app_1/message-extension");
  await userEvent.click(await screen.findByRole("combobox", { name: "Registration" }));
  await userEvent.paste("Travel");
  const bind = screen.getByRole("button", { name: "Bind" });
  await waitFor(() => expect(bind).toBeEnabled());
  await userEvent.click(bind);
  await waitFor(() => {
    const sent = calls.find(({ method }) => method === "POST");
    expect(sent?.body).toEqual({ foreignId: "bXNmdA==", registrationId: "reg_2" });
    expect(sent?.headers.get("If-Match")).toBe(`"${app.changedAt}"`);
  });
  // No further pages, though there are some.
  expect(calls.some(({ path }) => path.includes("cursor="))).toBe(false);
});

it("a package is sent as it is, with its mapped servers", async () => {
  const calls = serve({ ...routes, "POST /api/v1/apps": () => ({ status: 201, body: app }) });
  portal("/portal/apps/upload");
  await userEvent.click(screen.getByLabelText("Map servers"));
  await userEvent.paste("https://a.example=http://127.0.0.1:3000\n");
  await choose(zip());
  expect(await screen.findByText(/The app is installed/)).toBeVisible();
  const sent = calls.find(({ method }) => method === "POST");
  expect(sent?.headers.get("Content-Type")).toBe("application/zip");
  const query = new URL(sent?.path ?? "", "http://localhost").searchParams;
  expect(query.getAll("map")).toEqual(["https://a.example=http://127.0.0.1:3000"]);
});

it("every problem of a refused package is told with its place", async () => {
  const fields = [
    { field: "manifest.json:38:16", message: "No operation is called so." },
    { field: "color.png", message: "The icon is missing." },
  ];
  serve({
    ...routes,
    "POST /api/v1/apps": () => ({ status: 400, body: { code: "package_invalid", fields } }),
  });
  portal("/portal/apps/upload");
  await choose(zip());
  expect(await screen.findByText(/2 things need mending/)).toBeVisible();
  expect(screen.getByRole("heading", { name: "manifest.json" })).toBeVisible();
  expect(screen.getByText("38:16")).toBeVisible();
  expect(screen.getByText("The icon is missing.")).toBeVisible();
});

it("what is no zip is not sent", async () => {
  const calls = serve(routes);
  portal("/portal/apps/upload");
  await choose(new File(["{}"], "manifest.json"));
  expect(await screen.findByText(/A package is a zip file/)).toBeVisible();
  expect(calls).toEqual([]);
});

it("an ID of another service is bound to a registration by its name or its ID", async () => {
  const bound = { ...app, unbound: false, registrationId: registration.id };
  const calls = serve({
    ...routes,
    "POST /api/v1/apps/app_1/bindings": () => ({ body: bound }),
  });
  portal("/portal/apps/app_1/message-extension");
  const field = await screen.findByRole("combobox", { name: "Registration" });
  const save = screen.getByRole("button", { name: "Bind" });
  expect(save).toBeDisabled();
  await userEvent.click(field);
  await userEvent.paste("nonsense");
  expect(save).toBeDisabled();
  await userEvent.clear(field);
  await userEvent.paste(registration.name);
  expect(screen.getByText(/What changes/)).toHaveTextContent("no registration → Contoso Repairs");
  await userEvent.click(save);
  expect(await screen.findByText(/Saved\. The app signs in through Contoso Repairs/)).toBeVisible();
  expect(calls.find(({ method }) => method === "POST")?.body).toEqual({
    foreignId: "bXNmdA==",
    registrationId: "reg_1",
  });
});

it("who may not bind is told who may", async () => {
  serve(routes);
  portal("/portal/apps/app_1/message-extension", "developer");
  expect(await screen.findByText(/An administrator of your tenant/)).toBeVisible();
  expect(screen.queryByRole("combobox", { name: "Registration" })).toBeNull();
});

it("a registration's ID is written into the manifest after its difference was shown", async () => {
  const saved = { ...app, version: "c0ff", configurationId: "reg_1", unbound: false };
  const calls = serve({
    ...routes,
    "POST /api/v1/apps/app_1/authentication/preview": () => ({ body: edit }),
    "PUT /api/v1/apps/app_1/authentication": () => ({ body: saved }),
  });
  portal("/portal/apps/app_1/message-extension");
  const field = await screen.findByRole("combobox", { name: "OAuth client registration ID" });
  const save = screen.getByRole("button", { name: "Save" });
  expect(save).toBeDisabled();
  await userEvent.clear(field);
  await userEvent.paste(registration.name);
  const shown = await screen.findByRole("region", { name: "What changes in manifest.json" });
  expect(shown).toHaveTextContent('−"bXNmdA=="');
  expect(shown).toHaveTextContent('+"reg_1"');
  expect(screen.getByText("The package validates.")).toBeVisible();
  await userEvent.click(save);
  await waitFor(() => {
    const put = calls.find(({ method }) => method === "PUT");
    expect(put?.body).toEqual({ type: "oAuth", registrationId: "reg_1" });
    expect(put?.headers.get("If-Match")).toBe('"a9d5"');
  });
  // What was looked at is what is saved: nothing was sent before the button.
  expect(calls.filter(({ method }) => method === "PUT")).toHaveLength(1);
});

it("a developer is told that another registration waits for an administrator", async () => {
  serve({
    ...routes,
    "POST /api/v1/apps/app_1/authentication/preview": () => ({ body: edit }),
  });
  portal("/portal/apps/app_1/message-extension", "developer");
  await userEvent.click(await screen.findByRole("radio", { name: "API key" }));
  await userEvent.click(screen.getByRole("combobox", { name: "API key registration ID" }));
  await userEvent.paste("reg_1");
  expect(await screen.findByText(/only after an administrator has approved/)).toBeVisible();
  expect(screen.getByRole("list", { name: "What changes" })).toHaveTextContent("OAuth reg_1");
});

it("Entra SSO can be written, and says that this host does not serve it yet", async () => {
  serve({
    ...routes,
    "POST /api/v1/apps/app_1/authentication/preview": () => ({ body: edit }),
  });
  portal("/portal/apps/app_1/message-extension");
  await userEvent.click(await screen.findByRole("radio", { name: "Microsoft Entra SSO" }));
  expect(screen.getByText(/This host does not serve it yet/)).toBeVisible();
  expect(await screen.findByRole("button", { name: "Save" })).toBeVisible();
  await waitFor(() => expect(screen.getByRole("button", { name: "Save" })).toBeEnabled());
});

it("what the validator finds stands under its line", async () => {
  serve(routes);
  portal("/portal/apps/app_1");
  expect(await screen.findByText("1 errors, 0 warnings")).toBeVisible();
  const source = await screen.findByRole("region", { name: "Source of manifest.json" });
  expect(source).toHaveTextContent("It is misspelled. Write oAuth2.0. (M012)");
});

it("an administrator approves the version that waits over the one that serves", async () => {
  const waiting = { version: "b7c1", appVersion: "1.1.0", changes };
  const calls = serve({
    ...routes,
    "GET /api/v1/apps/app_1": () => ({ body: { ...app, waiting } }),
    "POST /api/v1/apps/app_1/versions/b7c1/serve": () => ({ body: { ...app, version: "b7c1" } }),
  });
  portal("/portal/apps/app_1");
  await userEvent.click(await screen.findByRole("button", { name: "Approve" }));
  await waitFor(() => {
    const post = calls.find(({ method }) => method === "POST");
    expect(post?.path).toBe("/api/v1/apps/app_1/versions/b7c1/serve");
    expect(post?.headers.get("If-Match")).toBe('"a9d5"');
  });
});

it("who may not approve is told who may", async () => {
  const waiting = { version: "b7c1", appVersion: "1.1.0", changes };
  serve({ ...routes, "GET /api/v1/apps/app_1": () => ({ body: { ...app, waiting } }) });
  portal("/portal/apps/app_1", "developer");
  expect(await screen.findByText(/approves or refuses it/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
});

it("an app is made of the operations that were picked", async () => {
  const operation = (id: string) => ({
    method: "GET",
    path: `/${id}`,
    operationId: id,
    reasons: [],
    offer: { title: `Find ${id}`, parameters: ["Words"], cards: [] },
  });
  const refused = {
    ...operation("drop"),
    reasons: [
      { code: "no-parameter", line: 7, column: 1, message: "No parameter.", fix: "Add one." },
    ],
    offer: null,
  };
  const calls = serve({
    ...routes,
    "POST /api/v1/descriptions/operations": () => ({
      body: { errors: [], operations: [operation("parts"), operation("cars"), refused] },
    }),
    "POST /api/v1/descriptions/apps": () => ({ status: 201, body: { app, leftOut: [] } }),
  });
  portal("/portal/apps/new");
  await userEvent.click(screen.getByLabelText(/Or paste it/));
  await userEvent.paste("openapi: 3.0.3");
  await userEvent.click(screen.getByRole("button", { name: "Read the description" }));
  expect(await screen.findByText(/Line 7: No parameter. Add one./)).toBeVisible();
  await userEvent.click(screen.getByRole("checkbox", { name: "Find cars" }));
  await userEvent.click(screen.getByRole("button", { name: "Create with 1 command" }));
  expect(await screen.findByText(/The app is installed/)).toBeVisible();
  const made = calls.find(({ path }) => path.startsWith("/api/v1/descriptions/apps"));
  const query = new URL(made?.path ?? "", "http://localhost").searchParams;
  expect(query.getAll("operation")).toEqual(["parts"]);
  expect(query.get("file")).toBe("openapi.yaml");
  expect(made?.headers.get("Content-Type")).toBe("application/octet-stream");
});
