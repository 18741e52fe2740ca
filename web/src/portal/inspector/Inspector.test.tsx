import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, it } from "vitest";
import { trace } from "../../test/samples";
import { serve } from "../../test/server";
import { show } from "../../test/show";
import { TraceListPage, TracePage } from ".";

const older = { ...trace, code: "WXYZ-5678" };
const failed = { ...trace, code: "ABCD-1234", error: "api_unreachable" };

it("lists traces, asks the server for what the filters say, and goes on to older ones", async () => {
  const asked: URLSearchParams[] = [];
  serve({
    "GET /api/v1/traces": ({ path }) => {
      const query = new URLSearchParams(path.split("?")[1]);
      asked.push(query);
      if (query.has("failed")) return { body: { traces: [failed] } };
      return query.has("cursor")
        ? { body: { traces: [older] } }
        : { body: { traces: [trace], next: "abc" } };
    },
  });
  show(<TraceListPage />);
  expect(await screen.findByText("7K3F-Q2WM")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Older" }));
  expect(await screen.findByText("WXYZ-5678")).toBeVisible();
  expect(asked.at(-1)?.get("cursor")).toBe("abc");
  await userEvent.click(screen.getByRole("switch", { name: "Errors only" }));
  expect(await screen.findByText("ABCD-1234")).toHaveAttribute(
    "href",
    "/portal/inspector/ABCD-1234",
  );
  expect(screen.queryByText("7K3F-Q2WM")).toBeNull();
  await userEvent.type(screen.getByRole("searchbox"), "api_");
  await waitFor(() => expect(asked.at(-1)?.get("search")).toBe("api_"));
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
