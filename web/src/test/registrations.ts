import type { Registration } from "../api/registrations";
import type { Session } from "../api/session";

export const session: Session = {
  user: { id: "karin", name: "Karin Blair" },
  tenant: { id: "contoso" },
  role: "admin",
  csrfToken: "c",
  demo: null,
};

export const registration: Registration = {
  id: "reg_1",
  redirectUrl: "http://localhost:8787/api/platform/v1.0/oAuthRedirect",
  version: 3,
  hasSecret: true,
  broken: null,
  name: "Contoso Repairs",
  baseUrl: "https://repairs.contoso.example/",
  restrictByOrg: "MyOrganization",
  restrictByApp: "AnyApp",
  clientId: "cloakroom",
  authorizationEndpoint: "https://login.contoso.example/authorize",
  tokenEndpoint: "https://login.contoso.example/token",
  scopes: ["repairs.read"],
  scopeSeparator: " ",
  pkce: true,
  clientAuthentication: "basic",
  tokenRequestFormat: "form",
  authorizationParameters: { access_type: "offline" },
  tokenParameters: {},
  refreshParameters: {},
  refreshMarginSeconds: 60,
  reuseWindowSeconds: 0,
  admittedApps: [],
};
