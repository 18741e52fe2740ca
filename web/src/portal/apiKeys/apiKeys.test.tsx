import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, it } from "vitest";
import { apiKey } from "../../test/registrations";
import { serve } from "../../test/server";
import { show } from "../../test/show";
import { ApiKeyList, ApiKeyPage, EditApiKey, NewApiKey } from ".";
import { check, EMPTY, fromApiKey, toInput } from "./values";

function portal(at: string) {
  return show(
    <Routes>
      <Route path="/portal/api-keys">
        <Route index element={<ApiKeyList />} />
        <Route path="new" element={<NewApiKey />} />
        <Route path=":id" element={<ApiKeyPage />} />
        <Route path=":id/edit" element={<EditApiKey />} />
      </Route>
    </Routes>,
    at,
  );
}

const unused = () => ({ body: { apps: [], users: 0, grants: 0, revocable: false } });

async function paste(label: RegExp, text: string) {
  await userEvent.click(await screen.findByLabelText(label));
  await userEvent.paste(text);
}

it("a key is registered, and its ID shown to be copied", async () => {
  const made = { ...apiKey, version: 1 };
  const calls = serve({
    "POST /api/v1/api-keys": () => ({ status: 201, body: made }),
    "GET /api/v1/api-keys/reg_9": () => ({ body: made }),
    "GET /api/v1/registrations/reg_9/uses": unused,
  });
  portal("/portal/api-keys/new");
  await paste(/^Registration name/, "Reports");
  await paste(/^Base URL/, "https://reports.contoso.example/");
  await paste(/^First key/, "0123456789");
  await userEvent.click(screen.getByRole("button", { name: "Register API key" }));
  expect(await screen.findByText(/^The key is registered/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Copy API key registration ID" })).toBeVisible();
  const sent = calls.find(({ method }) => method === "POST");
  expect(sent?.body).toMatchObject({ name: "Reports", key: "0123456789", inUse: "first" });
});

it("sec_vault_08 a second key is entered and sent while the first is kept unseen", async () => {
  let saved = apiKey;
  const calls = serve({
    "GET /api/v1/api-keys/reg_9": () => ({ body: saved }),
    "GET /api/v1/registrations/reg_9/uses": unused,
    "PUT /api/v1/api-keys/reg_9": () => {
      saved = { ...apiKey, version: 3, hasSecondKey: true, inUse: "second" };
      return { body: saved };
    },
  });
  portal("/portal/api-keys/reg_9/edit");
  expect(await screen.findByLabelText(/^First key/)).toHaveValue("");
  await userEvent.click(screen.getByLabelText("The second"));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText(/^There is no second key to be sent/)).toBeVisible();
  await paste(/^Second key/, "abcdefghij");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Saved as version 3.")).toBeVisible();
  expect(screen.getByText(/sent with each call$/)).toBeVisible();
  const put = calls.find(({ method }) => method === "PUT");
  expect(put?.headers.get("If-Match")).toBe('"2"');
  expect(put?.body).not.toHaveProperty("key");
  expect(put?.body).toMatchObject({ secondKey: "abcdefghij", inUse: "second" });
});

it("an empty list says what to do first", async () => {
  serve({ "GET /api/v1/api-keys": () => ({ body: { apiKeys: [] } }) });
  portal("/portal/api-keys");
  expect(await screen.findByText("No API key yet")).toBeVisible();
  expect(screen.getByRole("button", { name: "Register API key" })).toBeVisible();
});

it("a key has 10 to 2048 characters that a header can carry", () => {
  const whole = { ...EMPTY, name: "Reports", baseUrl: "https://reports.contoso.example/" };
  expect(check({ ...whole, key: "0123456789" })).toEqual({});
  for (const key of ["", "012345678", "x".repeat(2049), "0123456789 ", "0123456789é"])
    expect(check({ ...whole, key })).toHaveProperty("key");
  expect(check({ ...whole, key: "" }, apiKey)).toEqual({});
});

it("a second key that is kept may be destroyed, but not while it is the one that is sent", () => {
  const kept = { ...apiKey, hasSecondKey: true, inUse: "second" as const };
  const values = { ...fromApiKey(kept), removeSecondKey: true };
  expect(check(values, kept)).toHaveProperty("inUse");
  const mended = { ...values, inUse: "first" as const };
  expect(check(mended, kept)).toEqual({});
  expect(toInput(mended)).toMatchObject({ removeSecondKey: true, inUse: "first" });
});
