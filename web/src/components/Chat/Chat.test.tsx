import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { rememberSearch } from "../../hooks/resume";
import { extension, repair } from "../../test/samples";
import { serve } from "../../test/server";
import { show } from "../../test/show";
import { Chat } from ".";

const search = () => ({
  body: { composeExtension: { type: "result", attachments: [repair("Oil change")] } },
});
const extensions = () => ({ body: { extensions: [extension] } });

beforeEach(() => {
  vi.stubGlobal("IntersectionObserver", undefined);
});

it("a slash names a command; its card goes through the compose box into the chat", async () => {
  serve({ "GET /api/v1/extensions": extensions, "POST /api/invoke": search });
  show(<Chat owner="contoso/karin" />);
  await screen.findByRole("button", { name: /Repairs/ });
  const box = screen.getByRole("textbox", { name: "Message" });
  await userEvent.type(box, "/list");
  expect(screen.getByRole("option", { name: /List repairs/ })).toBeVisible();
  await userEvent.keyboard("{Enter}");
  fireEvent.change(screen.getByLabelText(/Technician/), { target: { value: "Karin" } });
  await userEvent.click(screen.getByRole("button", { name: "Search" }));
  await userEvent.click(await screen.findByRole("button", { name: /Oil change/ }));
  expect(screen.getByRole("button", { name: "Remove the card" })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(screen.queryByRole("button", { name: "Remove the card" })).toBeNull();
  expect(screen.getByRole("list", { name: "Messages" })).toHaveTextContent("Contoso Repairs");
});

it("Escape closes the extension", async () => {
  serve({ "GET /api/v1/extensions": extensions });
  show(<Chat owner="contoso/karin" />);
  await userEvent.click(await screen.findByRole("button", { name: /Repairs/ }));
  expect(screen.getByRole("region", { name: "Repairs" })).toBeVisible();
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("region", { name: "Repairs" })).toBeNull();
});

it("takes the search up again after a sign-in in this tab", async () => {
  serve({
    "GET /api/v1/extensions": extensions,
    "GET /api/v1/sign-ins/s1": () => ({
      body: { id: "s1", status: "completed", account: "karin" },
    }),
    "POST /api/invoke": search,
  });
  rememberSearch("s1", {
    appId: "app-1",
    commandId: "listRepairs",
    context: "compose",
    parameters: [{ name: "assignedTo", value: "Karin" }],
  });
  show(<Chat owner="contoso/karin" resume="s1" />);
  expect(await screen.findByText("Oil change")).toBeVisible();
  expect(screen.getByText("Signed in as karin")).toBeVisible();
});
