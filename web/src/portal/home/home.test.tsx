import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { app } from "../../test/apps";
import { registration, session } from "../../test/registrations";
import { serve } from "../../test/server";
import { show } from "../../test/show";
import { Home } from ".";

const home = () => show(<Home session={{ ...session, role: "developer" }} />);

it("the first steps stand open while there is nothing", async () => {
  serve({
    "GET /api/v1/registrations": () => ({ body: { registrations: [], next: null } }),
    "GET /api/v1/apps": () => ({ body: { apps: [], next: null } }),
  });
  home();
  expect(await screen.findByRole("button", { name: "Register client" })).toBeVisible();
  expect(screen.getAllByRole("img", { name: "To do" })).toHaveLength(4);
});

it("of many registrations and apps the first page is asked for and no other", async () => {
  const bound = { ...app, unbound: false };
  const calls = serve({
    "GET /api/v1/registrations": () => ({
      body: { registrations: [registration, { ...registration, id: "reg_2" }], next: "c1" },
    }),
    "GET /api/v1/apps": () => ({
      body: { apps: [bound, { ...bound, appId: "app_2" }], next: "c2" },
    }),
  });
  home();
  expect(await screen.findByText("2 registrations and more")).toBeVisible();
  expect(screen.getByText("2 apps and more")).toBeVisible();
  expect(screen.getByText("The first 2 apps have their registrations")).toBeVisible();
  expect(calls).toHaveLength(2);
});
