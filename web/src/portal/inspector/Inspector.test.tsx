import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, it } from "vitest";
import { trace } from "../../test/samples";
import { serve } from "../../test/server";
import { show } from "../../test/show";
import { TraceListPage, TracePage } from ".";

const failed = { ...trace, code: "ABCD-1234", error: "api_unreachable" };

it("lists traces, and only those with errors when asked", async () => {
  serve({ "GET /api/v1/traces": () => ({ body: { traces: [trace, failed] } }) });
  show(<TraceListPage />);
  expect(await screen.findByText("7K3F-Q2WM")).toBeVisible();
  await userEvent.click(screen.getByRole("switch", { name: "Errors only" }));
  expect(screen.queryByText("7K3F-Q2WM")).toBeNull();
  expect(screen.getByText("ABCD-1234")).toHaveAttribute("href", "/portal/inspector/ABCD-1234");
});

it("sec_web_08 shows a trace step by step, its text as text", async () => {
  const evil = "<img src=x onerror=alert(1)>";
  const steps = [...trace.steps, { ...trace.steps[0], name: "x", atMicros: 9, decision: evil }];
  serve({ "GET /api/v1/traces/7K3F-Q2WM": () => ({ body: { ...trace, steps } }) });
  const { container } = show(
    <Routes>
      <Route path="/portal/inspector/:code" element={<TracePage />} />
    </Routes>,
    "/portal/inspector/7K3F-Q2WM",
  );
  expect(await screen.findByText("Find command")).toBeVisible();
  expect(screen.getByText("the API answered 503")).toBeVisible();
  expect(screen.getByRole("img", { name: "Failed" })).toBeVisible();
  expect(screen.getByText(evil)).toBeVisible();
  expect(container.querySelector("img")).toBeNull();
});
