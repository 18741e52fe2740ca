import { apiKeys } from "./apiKeys";
import { apps } from "./apps";
import { doctor } from "./doctor";
import { home } from "./home";
import { grants, roles } from "./people";
import { registrations } from "./registrations";
import { sessions } from "./sessions";
import { shell } from "./shell";

/** The portal's sentences. They load with the portal, not with the chat. */
export const portalTexts = {
  shell,
  home,
  apps,
  registrations,
  apiKeys,
  doctor,
  grants,
  roles,
  sessions,
} as const;
