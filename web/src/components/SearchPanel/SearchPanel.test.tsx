import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { command, extension, repair } from "../../test/samples";
import { serve } from "../../test/server";
import { show } from "../../test/show";
import { SearchPanel } from ".";

const auth = (id: string, value = `/sign-in/${id}`) => ({
  body: {
    composeExtension: {
      type: "auth",
      suggestedActions: { actions: [{ type: "openUrl", title: "Sign in", value }] },
    },
  },
  headers: { "Cloakroom-Sign-In": id, "Cloakroom-Trace": "7K3F-Q2WM" },
});
const result = (...titles: string[]) => ({
  body: { composeExtension: { type: "result", attachments: titles.map(repair) } },
});

function open() {
  const onPick = vi.fn();
  const onDetails = vi.fn();
  show(
    <SearchPanel
      extension={extension}
      command={command}
      context="compose"
      initial={{}}
      autorun={false}
      onPick={onPick}
      onTraced={vi.fn()}
      onDetails={onDetails}
      onSignedIn={vi.fn()}
    />,
  );
  return { onPick, onDetails };
}

async function searchFor(word: string) {
  fireEvent.change(screen.getByLabelText(/Technician/), { target: { value: word } });
  await userEvent.click(screen.getByRole("button", { name: "Search" }));
}

beforeEach(() => {
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
});

describe("where the API does not accept the user", () => {
  const checklist = ["Are all scopes asked for?", "Is the redirect URL on the allow-list?"];

  it("offers another sign-in, with the developer's checklist below it", async () => {
    const answer = auth("one");
    const text = "Repairs didn't accept your sign-in.";
    serve({
      "POST /api/invoke": () => ({
        ...answer,
        body: { composeExtension: { ...answer.body.composeExtension, text, checklist } },
      }),
    });
    open();
    await searchFor("Karin");
    expect(await screen.findByRole("heading", { name: text })).toBeVisible();
    for (const point of checklist) expect(screen.getByText(point)).toBeInTheDocument();
  });

  it("shows the checklist with words too", async () => {
    const composeExtension = { type: "message", text: "It refused the request.", checklist };
    const headers = { "Cloakroom-Error": "api_forbidden" };
    serve({ "POST /api/invoke": () => ({ body: { composeExtension }, headers }) });
    open();
    await searchFor("Karin");
    expect(await screen.findByText("It refused the request.")).toBeVisible();
    for (const point of checklist) expect(screen.getByText(point)).toBeInTheDocument();
  });
});

describe("searching", () => {
  it("sends Teams' activity and puts the picked card out", async () => {
    const calls = serve({ "POST /api/invoke": () => result("Oil change") });
    const { onPick } = open();
    await searchFor("Karin");
    await userEvent.click(await screen.findByRole("button", { name: /Oil change/ }));
    expect(onPick.mock.calls[0]?.[0]).toMatchObject({
      title: "Oil change",
      source: "Contoso Repairs",
    });
    expect(calls[0]?.body).toMatchObject({
      name: "composeExtension/query",
      value: {
        commandId: "listRepairs",
        parameters: [{ name: "assignedTo", value: "Karin" }],
        queryOptions: { skip: 0, count: 25 },
      },
    });
  });

  it("asks for what is required before it asks the server", async () => {
    const calls = serve({});
    open();
    await userEvent.click(screen.getByRole("button", { name: "Search" }));
    expect(screen.getByText("Fill this in to search.")).toBeVisible();
    expect(calls).toHaveLength(0);
  });

  it("names the word that nothing matches", async () => {
    serve({ "POST /api/invoke": () => result() });
    open();
    await searchFor("Zoe");
    expect(await screen.findByText(/nothing matches “Zoe”/)).toBeVisible();
  });

  it("fetches the next page from where the first ended", async () => {
    const full = Array.from({ length: 25 }, (_, index) => `Repair ${index}`);
    const calls = serve({
      "POST /api/invoke": ({ body }) =>
        (body as { value: { queryOptions: { skip: number } } }).value.queryOptions.skip === 0
          ? result(...full)
          : result("The last one"),
    });
    open();
    await searchFor("Karin");
    await userEvent.click(await screen.findByRole("button", { name: "Show more" }));
    expect(await screen.findByText("The last one")).toBeVisible();
    expect(screen.getByText("26 results")).toBeVisible();
    expect(calls[1]?.body).toMatchObject({ value: { queryOptions: { skip: 25 } } });
  });

  it("shows an error with its code to quote and a way to the trace", async () => {
    serve({
      "POST /api/invoke": () => ({
        body: { composeExtension: { type: "message", text: "The API does not answer." } },
        headers: { "Cloakroom-Error": "api_unreachable", "Cloakroom-Trace": "7K3F-Q2WM" },
      }),
    });
    const { onDetails } = open();
    await searchFor("Karin");
    expect(await screen.findByText("The API does not answer.")).toBeVisible();
    expect(screen.getByText("7K3F-Q2WM")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Details" }));
    expect(onDetails).toHaveBeenCalledWith("7K3F-Q2WM");
  });
});

describe("signing in", () => {
  const popup = { closed: false, close: vi.fn(), focus: vi.fn(), location: { replace: vi.fn() } };

  it("opens the link at the click, and searches again by itself", async () => {
    const opened = vi.spyOn(window, "open").mockReturnValue(popup as never);
    let signedIn = false;
    serve({
      "POST /api/invoke": () => (signedIn ? result("Oil change") : auth("s1")),
      "GET /api/v1/sign-ins/s1": () => {
        signedIn = true;
        return { body: { id: "s1", status: "completed", account: "karin" } };
      },
    });
    open();
    await searchFor("Karin");
    await userEvent.click(await screen.findByRole("button", { name: "Sign in" }));
    expect(opened.mock.calls[0]?.[0]).toBe("/sign-in/s1");
    expect(await screen.findByText("Signed in as karin")).toBeVisible();
    expect(await screen.findByText("Oil change")).toBeVisible();
  });

  it("says that the permission was refused, and tries again with a fresh link", async () => {
    vi.spyOn(window, "open").mockReturnValue(popup as never);
    let round = 0;
    serve({
      "POST /api/invoke": () => auth(`s${++round}`),
      "GET /api/v1/sign-ins/s1": () => ({ body: { id: "s1", status: "denied" } }),
      "GET /api/v1/sign-ins/s2": () => "hang",
    });
    open();
    await searchFor("Karin");
    await userEvent.click(await screen.findByRole("button", { name: "Sign in" }));
    expect(await screen.findByText(/You didn't allow Cloakroom/)).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Sign in again" }));
    await waitFor(() => expect(popup.location.replace).toHaveBeenCalledWith("/sign-in/s2"));
    expect(screen.getByText("Continue in the window that has opened")).toBeVisible();
  });

  it("sec_signin_15 a closed-looking window changes only the words", async () => {
    vi.spyOn(window, "open").mockReturnValue({ ...popup, closed: true } as never);
    const calls = serve({
      "POST /api/invoke": () => auth("s1"),
      "GET /api/v1/sign-ins/s1": ({ path }) =>
        path.endsWith("wait=0") ? { body: { id: "s1", status: "waiting" } } : "hang",
    });
    open();
    await searchFor("Karin");
    await userEvent.click(await screen.findByRole("button", { name: "Sign in" }));
    const words = "You closed the window before signing in.";
    expect(await screen.findByText(words, {}, { timeout: 4000 })).toBeVisible();
    expect(calls.some(({ path }) => path.includes("cancel"))).toBe(false);
  });

  it("sec_signin_16 never follows a sign-in link to another origin", async () => {
    serve({ "POST /api/invoke": () => auth("s1", "https://evil.example/sign-in/s1") });
    open();
    await searchFor("Karin");
    expect(await screen.findByRole("status")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Sign in" })).toBeNull();
  });
});
