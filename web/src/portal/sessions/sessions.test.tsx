import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Session } from "../../api/session";
import type { ListedSession } from "../../api/sessions";
import { serve } from "../../test/server";
import { show } from "../../test/show";
import { SessionsPage } from ".";
import { readAgent } from "./agent";

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const listed = (id: string, current: boolean, agent = firefox): ListedSession => ({
  id,
  name: "karin",
  displayName: "Karin Blair",
  enteredBy: "link",
  agent,
  createdAt: Date.now() - 60_000,
  lastSeenAt: Date.now(),
  expiresAt: Date.now() + 60_000,
  current,
});
const as = (role: Session["role"]): Session => ({
  user: { name: "Karin Blair" },
  tenant: { id: "contoso" },
  role,
  csrfToken: "c",
  demo: null,
});

it("one sees one's browsers, and ends another", async () => {
  let sessions = [listed("ses_1", true), listed("ses_2", false, "curl/8")];
  serve({
    "GET /api/v1/sessions": () => ({ body: { sessions } }),
    "DELETE /api/v1/sessions/ses_2": () => {
      sessions = sessions.slice(0, 1);
      return { status: 204 };
    },
  });
  show(<SessionsPage session={as("member")} />);
  expect(await screen.findByText("Firefox on Linux")).toBeVisible();
  expect(screen.getByText("This one")).toBeVisible();
  expect(screen.queryByRole("switch")).toBeNull();
  const end = "End the session of Karin Blair in Another program";
  await userEvent.click(screen.getByRole("button", { name: end }));
  await expect.poll(() => screen.queryByText("Another program")).toBeNull();
});

it("an administrator sees those of the tenant", async () => {
  const calls = serve({
    "GET /api/v1/sessions": () => ({ body: { sessions: [listed("ses_1", true)] } }),
  });
  show(<SessionsPage session={as("admin")} />);
  await userEvent.click(await screen.findByRole("switch", { name: "Everybody in the tenant" }));
  expect(await screen.findByText("Karin Blair")).toBeVisible();
  expect(calls.length).toBe(2);
});

it("browsers are told apart by what they call themselves", () => {
  expect(readAgent("… Chrome/140.0 Safari/537.36 Edg/140.0 (Windows NT 10.0)")?.browser).toBe(
    "Edge",
  );
  expect(readAgent("Mozilla/5.0 (iPhone; …) Safari/604.1")).toEqual({
    browser: "Safari",
    system: "iOS",
  });
  expect(readAgent("<script>alert(1)</script>")).toBeUndefined();
});
