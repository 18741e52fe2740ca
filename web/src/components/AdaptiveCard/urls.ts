const CARD_IMAGES = "/api/v1/images/";
const DATA_IMAGE = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/;

/** Where a link in a card may lead: https, written as plainly as the parser reads it. */
export function safeLink(value: unknown): string | undefined {
  if (typeof value !== "string" || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  return url.protocol === "https:" && !url.username && !url.password ? url.href : undefined;
}

/** What a card may load: an image that Cloakroom serves itself, or one that is part of the card. */
export function safeImage(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  if (DATA_IMAGE.test(value)) return value;
  if (!URL.canParse(value, location.origin)) return undefined;
  const url = new URL(value, location.origin);
  const ours = url.origin === location.origin && url.pathname.startsWith(CARD_IMAGES);
  return ours ? `${url.pathname}${url.search}` : undefined;
}

/** Opens a link that has passed {@link safeLink}; the page it leads to learns nothing of this one. */
export function openLink(value: unknown): void {
  const link = safeLink(value);
  if (link) window.open(link, "_blank", "noopener,noreferrer");
}
