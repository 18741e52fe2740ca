// @vitest-environment jsdom
// DOMPurify does not support happy-dom, so what stops these attacks is tested in jsdom.
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "./markdown";

const CORPUS = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "[a](javascript:alert(1))",
  "[a](JaVa\tscript:alert(1))",
  "[a](data:text/html;base64,PHNjcmlwdD4=)",
  "[a](vbscript:x)",
  "[a](&#106;avascript:alert(1))",
  "![a](https://tracker.example/x.png)",
  '<a href="https://x.example" onclick="alert(1)" style="position:fixed">a</a>',
  "<math><mi><mglyph><style><img src=x onerror=alert(1)></style></mglyph></mi></math>",
  '<https://x.example/"onmouseover=alert(1)>',
];

describe("SEC-PKG-10", () => {
  /** Guard: renderMarkdown */
  it.each(CORPUS)("sec_pkg_10 leaves nothing that runs, loads or lays out in %s", (text) => {
    const root = new DOMParser().parseFromString(renderMarkdown(text), "text/html").body;
    expect(root.querySelectorAll("script,img,svg,math,style,iframe,form,input")).toHaveLength(0);
    for (const element of root.querySelectorAll("*")) {
      for (const name of element.getAttributeNames()) {
        expect(["href", "target", "rel", "start"]).toContain(name);
      }
      const href = element.getAttribute("href");
      if (href !== null) expect(href).toMatch(/^https:\/\//);
    }
  });
});

it("bold text, lists and https links stay", () => {
  const html = renderMarkdown("**Broken** pump\n\n- [Manual](https://contoso.example/m)");
  expect(html).toContain("<strong>Broken</strong>");
  expect(html).toContain('rel="noopener noreferrer"');
  expect(html).toContain('href="https://contoso.example/m"');
});
