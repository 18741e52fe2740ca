const WIDTH = 480;
const HEIGHT = 680;

/** Opens the sign-in in the middle of this window. Must be called at the click itself. */
export function openSignInWindow(link: string): Window | null {
  const left = Math.round(window.screenX + Math.max(0, (window.outerWidth - WIDTH) / 2));
  const top = Math.round(window.screenY + Math.max(0, (window.outerHeight - HEIGHT) / 2));
  const features = `popup,width=${WIDTH},height=${HEIGHT},left=${left},top=${top}`;
  return window.open(link, "cloakroom-sign-in", features);
}

/** The same sign-in in this tab; it comes back to `/#resume=`. */
export function sameTabLink(link: string): string {
  return `${link}${link.includes("?") ? "&" : "?"}tab=1`;
}
