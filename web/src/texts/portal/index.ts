import { home } from "./home";
import { registrations } from "./registrations";
import { shell } from "./shell";

/** The portal's sentences. They load with the portal, not with the chat. */
export const portalTexts = { shell, home, registrations } as const;
