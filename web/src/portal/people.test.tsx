import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Grant } from "../api/grants";
import { registration, session } from "../test/registrations";
import { serve } from "../test/server";
import { show } from "../test/show";
import { GrantsPage } from "./grants";
import { RolesPage } from "./roles";

// The library that traps the focus finds nothing visible here and hides all; a browser does not.
const hidden = { hidden: true };

const grant: Grant = {
  id: "g1",
  user: { name: "Karin Blair", issuer: "local", subject: "karin" },
  registrationId: "reg_1",
  registrationName: "Contoso Repairs",
  account: "karin@contoso.example",
  current: true,
  state: "active",
  scopes: ["repairs.read"],
  signedInAt: Date.now() - 60_000,
  obtainedAt: Date.now() - 60_000,
  lastUsedAt: null,
  apps: [{ appId: "app_1", name: "Repairs" }],
};

it("a grant shows where, as whom and what for, and ends when one has said so twice", async () => {
  let grants = [grant];
  const calls = serve({
    "GET /api/v1/grants": () => ({ body: { grants } }),
    "DELETE /api/v1/grants/g1": () => {
      grants = [];
      return { body: { revoked: "revoked" } };
    },
  });
  show(<GrantsPage session={{ ...session, role: "member" }} />);
  expect(screen.queryByLabelText("Show")).toBeNull();
  expect(await screen.findByText("karin@contoso.example")).toBeVisible();
  expect(screen.getByText("repairs.read")).toBeVisible();
  expect(screen.getByText("Repairs")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Sign out of Contoso Repairs" }));
  expect(calls.some(({ method }) => method === "DELETE")).toBe(false);
  const dialog = await screen.findByRole("alertdialog", hidden);
  await userEvent.click(within(dialog).getByText("Sign out"));
  expect(await screen.findByText(/the provider has withdrawn the access/)).toBeInTheDocument();
  expect(await screen.findByText("You are signed in nowhere")).toBeInTheDocument();
});

const alex = {
  name: "alex",
  displayName: "Alex Wilber",
  role: "member",
  issuer: "local",
  provider: null,
  tag: "t1",
};

const people = () => ({ body: { persons: [alex], next: null } });

it("an administrator sees his own first, and those of the tenant by person, app or registration", async () => {
  const calls = serve({
    "GET /api/v1/grants": ({ path }) => ({
      body: { grants: path.includes("all=true") ? [grant] : [] },
    }),
    "GET /api/v1/persons": people,
    "GET /api/v1/registrations": () => ({ body: { registrations: [registration], next: null } }),
  });
  const asked = () => calls.findLast(({ path }) => path.startsWith("/api/v1/grants"))?.path;
  show(<GrantsPage session={session} />);
  expect(await screen.findByText("You are signed in nowhere")).toBeVisible();
  expect(asked()).toBe("/api/v1/grants");
  const whose = screen.getByLabelText("Show");
  await userEvent.selectOptions(whose, "Everybody's");
  expect(await screen.findByText("Karin Blair")).toBeVisible();
  expect(asked()).toBe("/api/v1/grants?all=true");
  expect(screen.getByRole("button", { name: "Sign Karin Blair out of Contoso Repairs" }));

  await userEvent.selectOptions(whose, "Those of a person");
  await userEvent.type(screen.getByRole("combobox", { name: "Person" }), "wilb");
  await userEvent.click(await screen.findByRole("option", { name: /Alex Wilber/ }));
  await waitFor(() => expect(asked()).toBe("/api/v1/grants?all=true&issuer=local&subject=alex"));
  await userEvent.selectOptions(whose, "Those of a registration");
  await userEvent.type(screen.getByRole("combobox", { name: "Registration" }), "cont");
  await userEvent.click(await screen.findByRole("option", { name: /Contoso Repairs/ }));
  await waitFor(() => expect(asked()).toBe("/api/v1/grants?all=true&registration=reg_1"));
});

it("a role is given by choosing it", async () => {
  const calls = serve({
    "GET /api/v1/persons": people,
    "PUT /api/v1/persons/alex": () => ({ body: { ...alex, role: "developer", tag: "t2" } }),
  });
  show(<RolesPage />);
  const role = await screen.findByRole("combobox", { name: "Role of Alex Wilber" });
  await userEvent.selectOptions(role, "developer");
  expect(await screen.findByText("Alex Wilber is now Developer.")).toBeVisible();
  const put = calls.find(({ method }) => method === "PUT");
  expect(put?.body).toEqual({ role: "developer" });
  expect(put?.headers.get("If-Match")).toBe('"t1"');
});

it("a role that somebody else has changed is not overwritten, and is loaded again", async () => {
  const calls = serve({
    "GET /api/v1/persons": people,
    "PUT /api/v1/persons/alex": () => ({
      status: 412,
      body: { code: "changed", detail: "Somebody else changed this in the meantime." },
    }),
  });
  show(<RolesPage />);
  const role = await screen.findByRole("combobox", { name: "Role of Alex Wilber" });
  await userEvent.selectOptions(role, "developer");
  expect(await screen.findByText(/Somebody else changed this/)).toBeVisible();
  await waitFor(() => expect(calls.filter(({ method }) => method === "GET")).toHaveLength(2));
});

it("people are searched by the server", async () => {
  const calls = serve({ "GET /api/v1/persons": people });
  show(<RolesPage />);
  await userEvent.click(
    await screen.findByRole("searchbox", { name: "Search by name or account" }),
  );
  await userEvent.paste("al");
  await waitFor(() => expect(calls.some(({ path }) => path.includes("search=al"))).toBe(true));
});

it("a link to enter is made for one person, and shown to be copied", async () => {
  serve({
    "GET /api/v1/persons": people,
    "POST /api/v1/persons/alex/link": () => ({ body: { url: "http://localhost/#enter=x" } }),
  });
  show(<RolesPage />);
  await userEvent.click(await screen.findByRole("button", { name: /^Link to enter for Alex/ }));
  expect(await screen.findByText("http://localhost/#enter=x")).toBeInTheDocument();
});
