import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, it, vi } from "vitest";
import type { Test } from "../../api/doctor";
import { registration } from "../../test/registrations";
import { serve } from "../../test/server";
import { show } from "../../test/show";
import { DoctorPage } from ".";
import { Words } from "./Words";

const begun: Test = {
  id: "run_1",
  registration: "reg_1",
  registrationVersion: 3,
  revision: 1,
  status: "checking",
  verdict: "open",
  steps: [{ name: "registration", title: "Read the registration", state: "running", words: "" }],
  findings: [],
  redirectUrls: [
    { of: "Cloakroom", url: "http://localhost:8787/r", wanted: "for signing in here" },
  ],
  createdAt: 0,
};

const finding = {
  code: "redirect_url_unknown",
  severity: "error",
  title: "The provider does not know the redirect URL",
  seen: "it answered with status 400",
  means: "It is not on the list.",
  fix: "Add it.",
} as const;

function page(at = "/portal/registrations/reg_1/test") {
  return show(
    <Routes>
      <Route path="/portal/registrations/:id/test" element={<DoctorPage />} />
    </Routes>,
    at,
  );
}

function answering(...later: Test[]) {
  let turn = 0;
  return serve({
    "GET /api/v1/registrations/reg_1/tests": () => ({ body: { tests: [] } }),
    "GET /api/v1/registrations/reg_1": () => ({ body: registration }),
    "POST /api/v1/registrations/reg_1/tests": () => ({ status: 202, body: begun }),
    "GET /api/v1/tests/run_1": () => {
      const next = later[turn++];
      return next ? { body: next } : "hang";
    },
    "POST /api/v1/tests/run_1/sign-in": () => ({
      status: 201,
      body: { url: "http://localhost:8787/sign-in/t", expiresAt: 1 },
    }),
  });
}

it("a test is begun by hand and told step by step to its findings", async () => {
  const done: Test = {
    ...begun,
    revision: 9,
    status: "done",
    verdict: "errors",
    steps: [{ name: "authorization", title: "Ask", state: "found", words: "status 400" }],
    findings: [finding],
  };
  const calls = answering(done);
  page();
  expect(calls.some(({ method }) => method === "POST")).toBe(false);
  await userEvent.click(await screen.findByRole("button", { name: "Begin the test" }));
  expect(await screen.findByText(finding.title)).toBeVisible();
  for (const text of [finding.code, finding.seen, finding.means, finding.fix, "status 400"]) {
    expect(screen.getByText(text)).toBeVisible();
  }
  expect(screen.getByRole("alert")).toHaveTextContent("does not work yet");
  expect(screen.getByRole("button", { name: "Test again" })).toBeEnabled();
  expect(calls.find(({ path }) => path.startsWith("/api/v1/tests/"))?.path).toContain("seen=1");
});

it("when it waits, the sign-in opens at the click", async () => {
  const open = vi.spyOn(window, "open").mockReturnValue(null);
  answering({ ...begun, revision: 2, status: "waiting" });
  page();
  await userEvent.click(await screen.findByRole("button", { name: "Begin the test" }));
  await userEvent.click(await screen.findByRole("button", { name: "Open the sign-in" }));
  await waitFor(() => expect(open.mock.calls[0]?.[0]).toBe("http://localhost:8787/sign-in/t"));
});

it("the tests before are listed, and one that the address names is shown without a new one", async () => {
  const past: Test = {
    ...begun,
    id: "run_0",
    status: "done",
    verdict: "errors",
    findings: [finding],
    person: "Karin Blair",
    createdAt: Date.now() - 60_000,
  };
  const calls = serve({
    "GET /api/v1/registrations/reg_1": () => ({ body: registration }),
    "GET /api/v1/registrations/reg_1/tests": () => ({ body: { tests: [past] } }),
    "GET /api/v1/tests/run_0": () => ({ body: past }),
  });
  page();
  const table = await screen.findByRole("table", { name: "Tests before" });
  expect(table).toHaveTextContent("1 finding");
  expect(table).toHaveTextContent("Karin Blair");
  await userEvent.click(within(table).getByRole("link"));
  expect(await screen.findByText(finding.title)).toBeVisible();
  expect(screen.queryByRole("table")).toBeNull();
  expect(calls.some(({ method }) => method === "POST")).toBe(false);
});

it("a command is named to the server with what a user would give", async () => {
  const calls = answering();
  page("/portal/registrations/reg_1/test?app=app_1&command=listRepairs");
  expect(await screen.findByText(/The command listRepairs is called/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Begin the test" }));
  await waitFor(() =>
    expect(calls.find(({ method }) => method === "POST")?.body).toEqual({
      app: "app_1",
      command: "listRepairs",
      parameters: {},
    }),
  );
});

it("shows code and names of fields as such, and all else as text", () => {
  show(<Words>{"choose *Any Teams app*, not `a*b*` or <b>; 2 * 3 * 4"}</Words>);
  expect(screen.getByText("Any Teams app").tagName).toBe("EM");
  expect(screen.getByText("a*b*").tagName).toBe("CODE");
  expect(document.querySelector("b")).toBeNull();
});
