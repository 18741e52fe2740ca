import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, it } from "vitest";
import { registration, session } from "../../test/registrations";
import { serve } from "../../test/server";
import { show } from "../../test/show";
import { EditRegistration, NewRegistration, RegistrationList, RegistrationPage } from ".";

const reserved = { id: "reg_2", redirectUrl: "http://localhost:8787/redirect/reg_2" };
const reserve = () => ({ status: 201, body: reserved });
const one = () => ({ body: registration });
const app = { appId: "app_1", name: "Repairs", registrationId: "reg_1", unbound: false };

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

it("the list is searched and put in order", async () => {
  const others = [{ ...registration, id: "reg_3", name: "Billing" }, registration];
  serve({ "GET /api/v1/registrations": () => ({ body: { registrations: others } }) });
  portal("/portal/registrations");
  const names = () =>
    screen.getAllByRole("rowheader").map((cell) => within(cell).getByRole("link"));
  await screen.findByRole("link", { name: "Billing" });
  await userEvent.click(screen.getByRole("button", { name: "Registration name" }));
  expect(names().map(({ textContent }) => textContent)).toEqual(["Contoso Repairs", "Billing"]);
  await userEvent.type(screen.getByRole("searchbox"), "bill");
  expect(names().map(({ textContent }) => textContent)).toEqual(["Billing"]);
  await userEvent.type(screen.getByRole("searchbox"), "xyz");
  expect(screen.getByRole("status")).toHaveTextContent("No registration matches “billxyz”");
});

it("shows the redirect URL before anything is entered, and then the ID and the URL", async () => {
  const calls = serve({
    "POST /api/v1/registrations/reserve": reserve,
    "POST /api/v1/registrations": () => ({ status: 201, body: { ...registration, version: 1 } }),
    "GET /api/v1/registrations/reg_1": () => ({ body: { ...registration, version: 1 } }),
    "GET /api/v1/apps": () => ({ body: { apps: [] } }),
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
    "GET /api/v1/apps": () => ({ body: { apps: [] } }),
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
    "GET /api/v1/apps": () => ({ body: { apps: [app] } }),
    "DELETE /api/v1/registrations/reg_1": () => ({ status: 204 }),
  });
  portal("/portal/registrations/reg_1");
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  // The library that traps the focus finds nothing visible here and hides all; a browser does not.
  const hidden = { hidden: true };
  const dialog = await screen.findByRole("alertdialog", hidden);
  expect(within(dialog).getByText("Repairs")).toBeVisible();
  expect(calls.some(({ method }) => method === "DELETE")).toBe(false);
  await userEvent.click(within(dialog).getByText("Delete"));
  expect(await screen.findByText("No registration yet")).toBeVisible();
});
