// @vitest-environment jsdom
// DOMPurify does not support happy-dom, so what stops these attacks is tested in jsdom.
import { describe, expect, it, vi } from "vitest";
import { openLink, safeImage, safeLink } from "./urls";

const ATTACKS = [
  "javascript:alert(1)",
  "JaVa\tscript:alert(1)",
  "\u0001javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "&#106;avascript:alert(1)",
  "http://contoso.example/",
  "https://karin:secret@contoso.example/",
  "//contoso.example/",
  "file:///etc/passwd",
  42,
  null,
];

describe("SEC-PKG-09", () => {
  /** Guard: safeLink */
  it.each(ATTACKS)("sec_pkg_09 refuses the link %s", (url) => {
    expect(safeLink(url)).toBeUndefined();
  });

  it.each([
    ...ATTACKS,
    "https://tracker.example/pixel.png",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "/api/v1/images/../../invoke",
    "/sign-in/ticket",
  ])("sec_pkg_09 refuses the image %s", (url) => {
    expect(safeImage(url)).toBeUndefined();
  });

  it("sec_pkg_09 opens https without an opener and without a referrer", () => {
    const open = vi.spyOn(window, "open").mockReturnValue(null);
    openLink("javascript:alert(1)");
    openLink("https://contoso.example/repairs/1");
    expect(open.mock.calls).toEqual([
      ["https://contoso.example/repairs/1", "_blank", "noopener,noreferrer"],
    ]);
  });
});

it("images that the server has made its own are shown", () => {
  expect(safeImage("/api/v1/images/abc")).toBe("/api/v1/images/abc");
  expect(safeImage("data:image/png;base64,iVBORw0KGgo=")).toMatch(/^data:image\/png/);
});
