// @vitest-environment jsdom
// DOMPurify does not support happy-dom, so what stops these attacks is tested in jsdom.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { CardJson } from "../../api/invokeAnswer";
import { show } from "../../test/show";
import AdaptiveCard from "./AdaptiveCard";

function draw(card: CardJson) {
  return show(
    <AdaptiveCard card={{ type: "AdaptiveCard", version: "1.5", ...card }} label="Card" />,
  );
}

it("shows text, facts and an image that the server serves", () => {
  draw({
    body: [
      { type: "TextBlock", text: "Oil leak" },
      { type: "FactSet", facts: [{ title: "Assigned to", value: "Karin" }] },
      { type: "Image", url: "/api/v1/images/abc", altText: "A pump" },
    ],
  });
  expect(screen.getByText("Oil leak")).toBeVisible();
  expect(screen.getByText("Karin")).toBeVisible();
  expect(screen.getByAltText("A pump")).toHaveAttribute("src", "/api/v1/images/abc");
});

it("sec_pkg_09 a link that is not https opens nothing", async () => {
  const open = vi.spyOn(window, "open").mockReturnValue(null);
  draw({
    actions: [
      { type: "Action.OpenUrl", title: "Bad", url: "javascript:alert(1)" },
      { type: "Action.OpenUrl", title: "Good", url: "https://contoso.example/1" },
    ],
  });
  await userEvent.click(screen.getByRole("link", { name: "Bad" }));
  await userEvent.click(screen.getByRole("link", { name: "Good" }));
  expect(open.mock.calls.map(([url]) => url)).toEqual(["https://contoso.example/1"]);
});

it("sec_pkg_09 an image elsewhere is never asked for", () => {
  const { container } = draw({
    backgroundImage: "https://tracker.example/b.png",
    body: [
      { type: "Image", url: "https://tracker.example/a.png" },
      { type: "Media", sources: [{ url: "https://tracker.example/v.mp4", mimeType: "video/mp4" }] },
      { type: "Container", backgroundImage: { url: "https://tracker.example/c.png" }, items: [] },
    ],
  });
  expect(container.innerHTML).not.toContain("tracker.example");
});

it("sec_pkg_10 scripts in texts, facts, titles and labels stay text", () => {
  const evil = "<img src=x onerror=alert(1)><script>alert(1)</script>";
  const { container } = draw({
    body: [
      { type: "TextBlock", text: evil },
      { type: "RichTextBlock", inlines: [{ type: "TextRun", text: evil }] },
      { type: "FactSet", facts: [{ title: evil, value: evil }] },
      { type: "Input.Text", id: "a", label: evil, placeholder: evil, regex: "(a+)+$" },
    ],
    actions: [{ type: "Action.Submit", title: evil }],
  });
  expect(container.querySelectorAll("script,img[onerror]")).toHaveLength(0);
});

it("a button that would send something is disabled", () => {
  draw({ actions: [{ type: "Action.Submit", title: "Approve" }] });
  expect(screen.getByRole("button", { name: "Approve" })).toBeDisabled();
});

it("says so when a card makes no sense", () => {
  draw({ type: "SomethingElse" });
  expect(screen.getByText("This card can't be shown.")).toBeVisible();
});
