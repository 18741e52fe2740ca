import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, it } from "vitest";
import type { Role } from "../../api/session";
import { app } from "../../test/apps";
import { registration, session } from "../../test/registrations";
import { extension } from "../../test/samples";
import { serve } from "../../test/server";
import { show } from "../../test/show";
import { AppList, AppPage, MessageExtensionPage, UploadPage } from ".";

const routes = {
  "GET /api/v1/apps": () => ({ body: { apps: [app] } }),
  "GET /api/v1/registrations": () => ({ body: { registrations: [registration] } }),
  "GET /api/v1/extensions": () => ({
    body: { extensions: [{ ...extension, appId: app.appId }] },
  }),
};

function portal(at: string, role: Role = "admin") {
  return show(
    <Routes>
      <Route path="/portal/apps">
        <Route index element={<AppList />} />
        <Route path="upload" element={<UploadPage />} />
        <Route path=":id" element={<AppPage />} />
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
  const save = screen.getByRole("button", { name: "Save" });
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
  expect(screen.queryByRole("combobox")).toBeNull();
});
