import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { takeFragment } from "../../hooks/fragment";
import { serve } from "../../test/server";
import { show } from "../../test/show";
import { Enter, NoSession } from ".";

const preview = {
  "POST /api/v1/session/preview": () => ({ body: { displayName: "Karin Blair" } }),
};

it("says as whom, and enters only at the click", async () => {
  const session = { user: { name: "karin" }, csrfToken: "c" };
  const calls = serve({ ...preview, "POST /api/v1/session/enter": () => ({ body: session }) });
  const onEntered = vi.fn();
  show(<Enter code="abc" onEntered={onEntered} />);
  const button = await screen.findByRole("button", { name: "Enter as Karin Blair" });
  expect(calls.map(({ path }) => path)).toEqual(["/api/v1/session/preview"]);
  await userEvent.click(button);
  expect(onEntered).toHaveBeenCalledWith(session);
});

it("never replaces another live session", async () => {
  serve({ ...preview, "POST /api/v1/session/enter": () => ({ status: 409, body: {} }) });
  show(<Enter code="abc" onEntered={vi.fn()} />);
  await userEvent.click(await screen.findByRole("button", { name: /Enter as/ }));
  expect(await screen.findByText(/You are already signed in here/)).toBeVisible();
});

it("the code leaves the address at once", () => {
  history.replaceState(null, "", "/#enter=abc");
  expect(takeFragment().enter).toBe("abc");
  expect(location.hash).toBe("");
});

it("without a session it says how to get a link", () => {
  serve({ "GET /api/v1/session/providers": () => ({ body: { providers: [] } }) });
  show(<NoSession />);
  expect(screen.getByText("cloakroom person link NAME")).toBeVisible();
});

it("each provider has a button that leads there and says so", async () => {
  const assign = vi.fn();
  vi.stubGlobal("location", { pathname: "/portal", assign });
  const calls = serve({
    "GET /api/v1/session/providers": () => ({
      body: {
        providers: [
          { id: "corp", name: "Contoso" },
          { id: "x", name: "Fabrikam" },
        ],
      },
    }),
    "POST /api/v1/session/providers/corp": () => ({ body: { url: "https://as.example/a" } }),
  });
  show(<NoSession />);
  await userEvent.click(await screen.findByRole("button", { name: "Sign in with Contoso" }));
  expect(await screen.findByRole("button", { name: "Going to Contoso…" })).toBeDisabled();
  expect(screen.getByRole("button", { name: "Sign in with Fabrikam" })).toBeDisabled();
  expect(assign).toHaveBeenCalledWith("https://as.example/a");
  expect(calls.at(-1)?.body).toEqual({ target: "portal" });
  vi.unstubAllGlobals();
});
