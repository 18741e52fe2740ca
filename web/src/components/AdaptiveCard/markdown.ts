import createPurifier from "dompurify";
import MarkdownIt from "markdown-it";
import { safeLink } from "./urls";

const parser = new MarkdownIt("default", { html: false, linkify: false, breaks: true }).disable([
  "image",
  "table",
]);

const purifier = createPurifier(window);
purifier.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName !== "A") return;
  const link = safeLink(node.getAttribute("href"));
  if (!link) {
    node.removeAttribute("href");
    return;
  }
  node.setAttribute("href", link);
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noopener noreferrer");
});

/**
 * Card Markdown as HTML that holds nothing but text formatting and https links. The renderer puts
 * the result into the page as it is, so this is the only wall between an app's text and the page.
 */
export function renderMarkdown(text: string): string {
  return purifier.sanitize(parser.render(text), {
    ALLOWED_TAGS: ["p", "strong", "em", "s", "code", "ul", "ol", "li", "a", "br"],
    ALLOWED_ATTR: ["href", "start"],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}
