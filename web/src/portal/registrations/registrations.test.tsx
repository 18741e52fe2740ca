import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, it } from "vitest";
import { registration, session } from "../../test/registrations";
import { type Call, serve } from "../../test/server";
import { show } from "../../test/show";
import { EditRegistration, NewRegistration, RegistrationList, RegistrationPage } from ".";

const reserved = { id: "reg_2", redirectUrl: "http://localhost:8787/redirect/reg_2" };
const reserve = () => ({ status: 201, body: reserved });
const one = () => ({ body: registration });
const app = { appId: "app_1", name: "Repairs" };
const uses = (apps: { appId: string; name: string }[], users: number) => ({
  body: { apps, users, grants: users, revocable: true },
});

function portal(at: string) {
  return show(
    <Routes>
      <Route path="/portal/registrations">
        <Route index element={<RegistrationList />} />
        <Route path="new" element={<NewRegistration session={session} />} />
        <Route path=":id" element={<RegistrationPage />} />
        <Route path=":id/edit" element={<EditRegistration />} />
      </Route>
    </Routes>,
    at,
  );
}

async function fillIn(fields: Record<string, string>) {
  for (const [label, text] of Object.entries(fields)) {
    await userEvent.click(await screen.findByLabelText(new RegExp(`^${label}`)));
    await userEvent.paste(text);
  }
}

const WHOLE = {
  "Registration name": "Repairs",
  "Base URL": "https://api.example.com/v1",
  "Client ID": "id",
  "Client secret": "secret",
  "Authorization endpoint": "https://login.example.com/authorize",
  "Token endpoint": "https://login.example.com/token",
};

it("an empty list says what to do first", async () => {
  serve({ "GET /api/v1/registrations": () => ({ body: { registrations: [] } }) });
  portal("/portal/registrations");
  expect(await screen.findByText("No registration yet")).toBeVisible();
  expect(screen.getByRole("button", { name: "Register client" })).toBeVisible();
});

it("the list is searched by the server, and gives its further pages when asked", async () => {
  const billing = { ...registration, id: "reg_3", name: "Billing" };
  const page = ({ path }: Call) => {
    const query = new URLSearchParams(path.split("?")[1]);
    if (query.get("search") === "xyz") return { body: { registrations: [] } };
    if (query.get("search")) return { body: { registrations: [billing] } };
    return query.get("cursor") === "c2"
      ? { body: { registrations: [registration] } }
      : { body: { registrations: [billing], next: "c2" } };
  };
  serve({ "GET /api/v1/registrations": page });
  portal("/portal/registrations");
  const names = () =>
    screen.getAllByRole("rowheader").map((cell) => within(cell).getByRole("link").textContent);
  await screen.findByRole("link", { name: "Billing" });
  expect(screen.getByText("1 or more shown")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Show more" }));
  await screen.findByRole("link", { name: "Contoso Repairs" });
  expect(names()).toEqual(["Billing", "Contoso Repairs"]);
  await userEvent.type(screen.getByRole("searchbox"), "bill");
  await waitFor(() => expect(names()).toEqual(["Billing"]));
  await userEvent.clear(screen.getByRole("searchbox"));
  await userEvent.type(screen.getByRole("searchbox"), "xyz");
  expect(
    await screen.findByText("No registration matches “xyz”. Try fewer letters."),
  ).toBeVisible();
});

it("shows the redirect URL before anything is entered, and then the ID and the URL", async () => {
  const calls = serve({
    "POST /api/v1/registrations/reserve": reserve,
    "POST /api/v1/registrations": () => ({ status: 201, body: { ...registration, version: 1 } }),
    "GET /api/v1/registrations/reg_1": () => ({ body: { ...registration, version: 1 } }),
    "GET /api/v1/registrations/reg_1/uses": () => uses([], 0),
  });
  portal("/portal/registrations/new");
  expect(await screen.findByText(reserved.redirectUrl)).toBeVisible();
  await fillIn(WHOLE);
  await userEvent.click(screen.getByRole("button", { name: "Register client" }));
  expect(await screen.findByText(/The client is registered/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Copy OAuth client registration ID" })).toBeVisible();
  expect(screen.getByRole("button", { name: "Copy Redirect URL" })).toBeVisible();
  const sent = calls.find(
    ({ path, method }) => path.endsWith("/registrations") && method === "POST",
  );
  expect(sent?.body).toMatchObject({ id: "reg_2", clientSecret: "secret", pkce: true });
});

it("what is missing stands at its field, and the first of them gets the focus", async () => {
  const calls = serve({ "POST /api/v1/registrations/reserve": reserve });
  portal("/portal/registrations/new");
  await userEvent.click(await screen.findByRole("button", { name: "Register client" }));
  const name = screen.getByLabelText(/^Registration name/);
  expect(name).toBeInvalid();
  await waitFor(() => expect(name).toHaveFocus());
  expect(calls.filter(({ path }) => path.endsWith("/registrations"))).toEqual([]);
});

it("what the server refuses stands next to its field", async () => {
  serve({
    "POST /api/v1/registrations/reserve": reserve,
    "POST /api/v1/registrations": () => ({
      status: 409,
      body: {
        code: "registration_name_taken",
        detail: "Taken.",
        fields: [{ field: "name", message: "Another registration has that name." }],
      },
    }),
  });
  portal("/portal/registrations/new");
  await fillIn(WHOLE);
  await userEvent.click(screen.getByRole("button", { name: "Register client" }));
  expect(await screen.findByText("Another registration has that name.")).toBeVisible();
  const name = screen.getByLabelText(/^Registration name/);
  expect(name).toBeInvalid();
  await userEvent.type(name, " 2");
  expect(screen.queryByText("Another registration has that name.")).toBeNull();
});

it("sec_vault_08 the form of a saved registration never holds its secret", async () => {
  const calls = serve({
    "GET /api/v1/registrations/reg_1": one,
    "PUT /api/v1/registrations/reg_1": () => ({ body: { ...registration, version: 4 } }),
    "GET /api/v1/registrations/reg_1/uses": () => uses([], 0),
  });
  portal("/portal/registrations/reg_1/edit");
  expect(await screen.findByLabelText(/^Client secret/)).toHaveValue("");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Saved as version 4.")).toBeVisible();
  const saved = calls.find(({ method }) => method === "PUT");
  expect(saved?.body).not.toHaveProperty("clientSecret");
  expect(saved?.headers.get("If-Match")).toBe('"3"');
});

it("deleting asks first, and names what breaks", async () => {
  const calls = serve({
    "GET /api/v1/registrations/reg_1": one,
    "GET /api/v1/registrations": () => ({ body: { registrations: [] } }),
    "GET /api/v1/registrations/reg_1/uses": () => uses([app], 3),
    "DELETE /api/v1/registrations/reg_1": () => ({ status: 204 }),
  });
  portal("/portal/registrations/reg_1");
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  // The library that traps the focus finds nothing visible here and hides all; a browser does not.
  const hidden = { hidden: true };
  const dialog = await screen.findByRole("alertdialog", hidden);
  expect(within(dialog).getByText("Repairs")).toBeVisible();
  expect(within(dialog).getByText(/^3 people who are signed in/)).toBeVisible();
  expect(calls.some(({ method }) => method === "DELETE")).toBe(false);
  await userEvent.click(within(dialog).getByText("Delete"));
  expect(await screen.findByText("No registration yet")).toBeVisible();
  const deleted = calls.find(({ method }) => method === "DELETE");
  expect(deleted?.headers.get("If-Match")).toBe('"3"');
});

it("a change over a version that somebody else replaced is told, and begins anew with theirs", async () => {
  let saved = registration;
  const calls = serve({
    "GET /api/v1/registrations/reg_1": () => ({ body: saved }),
    "GET /api/v1/registrations/reg_1/uses": () => uses([], 0),
    "PUT /api/v1/registrations/reg_1": ({ headers }) =>
      headers.get("If-Match") === '"4"'
        ? { body: { ...saved, version: 5 } }
        : { status: 412, body: { code: "registration_changed", detail: "Changed." } },
  });
  portal("/portal/registrations/reg_1/edit");
  await fillIn({ "Registration name": " of mine" });
  saved = { ...registration, version: 4, name: "Repairs of theirs" };
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Somebody else saved this while you were editing.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Load what was saved" }));
  expect(await screen.findByDisplayValue("Repairs of theirs")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Saved as version 5.")).toBeVisible();
  expect(calls.filter(({ method }) => method === "PUT")).toHaveLength(2);
});

it("a preset fills the form in, after what differs by customer is said", async () => {
  const okta = { id: "okta", name: "Okta", variables: ["subdomain"], notes: ["Host per customer"] };
  const calls = serve({
    "POST /api/v1/registrations/reserve": reserve,
    "GET /api/v1/presets": () => ({ body: { presets: [okta] } }),
    "GET /api/v1/presets/okta": () => ({
      body: {
        tokenEndpoint: "https://contoso.okta.com/oauth2/v1/token",
        scopes: ["openid", "offline_access"],
        clientAuthentication: "basic",
      },
    }),
  });
  portal("/portal/registrations/new");
  await fillIn({ "Registration name": "Mine" });
  await userEvent.click(screen.getByRole("combobox", { name: /^Begin with/ }));
  await userEvent.click(await screen.findByRole("option", { name: "Okta", hidden: true }));
  await fillIn({ subdomain: "contoso" });
  await userEvent.click(screen.getByRole("button", { name: "Fill in" }));
  expect(await screen.findByText("Host per customer")).toBeVisible();
  expect(screen.getByLabelText(/^Token endpoint/)).toHaveValue(
    "https://contoso.okta.com/oauth2/v1/token",
  );
  expect(screen.getByLabelText(/^Scope/)).toHaveValue("openid offline_access");
  expect(screen.getByLabelText(/^Registration name/)).toHaveValue("Mine");
  expect(calls.find(({ path }) => path.includes("okta"))?.path).toBe(
    "/api/v1/presets/okta?subdomain=contoso",
  );
});

it("a preset leaves what was typed by hand, says so, and replaces it when told", async () => {
  const github = { id: "github", name: "GitHub", variables: [], notes: [] };
  serve({
    "POST /api/v1/registrations/reserve": reserve,
    "GET /api/v1/presets": () => ({ body: { presets: [github] } }),
    "GET /api/v1/presets/github": () => ({
      body: { tokenEndpoint: "https://github.com/login/oauth/access_token", scopes: ["repo"] },
    }),
  });
  portal("/portal/registrations/new");
  await fillIn({ Scope: "read:user" });
  await userEvent.click(screen.getByRole("combobox", { name: /^Begin with/ }));
  await userEvent.click(await screen.findByRole("option", { name: "GitHub", hidden: true }));
  expect(await screen.findByText("What you had entered was kept: Scope.")).toBeVisible();
  expect(screen.getByLabelText(/^Scope/)).toHaveValue("read:user");
  expect(screen.getByLabelText(/^Token endpoint/)).toHaveValue(
    "https://github.com/login/oauth/access_token",
  );
  await userEvent.click(screen.getByRole("button", { name: "Take those of GitHub" }));
  expect(screen.getByLabelText(/^Scope/)).toHaveValue("repo");
  expect(screen.queryByText(/was kept/)).toBeNull();
});

it("an issuer's endpoints fill in when its field is left", async () => {
  serve({
    "POST /api/v1/registrations/reserve": reserve,
    "POST /api/v1/registrations/discover": ({ body }) => ({
      body: {
        ...(body as object),
        authorizationEndpoint: "https://login.example.com/authorize",
        tokenEndpoint: "https://login.example.com/token",
        announcesIss: true,
        clientAuthentication: "basic",
      },
    }),
  });
  portal("/portal/registrations/new");
  await userEvent.click(await screen.findByLabelText("Take them from the provider's issuer"));
  await fillIn({ Issuer: "https://login.example.com" });
  await userEvent.tab();
  expect(await screen.findByText("https://login.example.com/token")).toBeVisible();
  expect(
    screen.getByText("HTTP Basic (client_secret_basic)", { selector: "dd *, dd" }),
  ).toBeVisible();
});

it("a secret before stays until a day when one says so, and is put back by one click", async () => {
  const kept = { ...registration, hasFormerSecret: true, formerSecretUntil: Date.now() + 1e9 };
  const calls = serve({
    "GET /api/v1/registrations/reg_1": () => ({ body: kept }),
    "GET /api/v1/registrations/reg_1/uses": () => uses([], 0),
    "PUT /api/v1/registrations/reg_1": () => ({ body: { ...kept, version: 4 } }),
    "POST /api/v1/registrations/reg_1/swap-secrets": () => ({ body: { ...kept, version: 5 } }),
  });
  portal("/portal/registrations/reg_1/edit");
  await fillIn({ "Client secret": "another" });
  await userEvent.click(screen.getByLabelText(/^Keep it for a while/));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Fill this in.")).toBeVisible();
  const date = screen.getByLabelText(/^Keep it until the end of/);
  await userEvent.type(date, "2099-01-01");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await userEvent.click(await screen.findByRole("button", { name: "Use the secret before" }));
  expect(await screen.findByText("The secret before is in force again.")).toBeVisible();
  const put = calls.find(({ method }) => method === "PUT");
  expect(put?.body).toMatchObject({
    clientSecret: "another",
    formerSecretUntil: new Date("2099-01-01T23:59:59").getTime(),
  });
});
