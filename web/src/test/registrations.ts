import type { ApiKey } from "../api/apiKeys";
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
  hasFormerSecret: false,
  createdAt: 0,
  changedAt: 0,
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
  announcesIss: false,
  basicParts: { user: "clientId", password: "clientSecret" },
  redirectUriInQuery: false,
  stateInTokenRequest: false,
  expiresInUnit: "seconds",
  admittedApps: [],
};

export const apiKey: ApiKey = {
  id: "reg_9",
  version: 2,
  hasSecondKey: false,
  createdAt: 0,
  changedAt: 0,
  name: "Reports",
  baseUrl: "https://reports.contoso.example/",
  restrictByOrg: "MyOrganization",
  restrictByApp: "AnyApp",
  admittedApps: [],
  inUse: "first",
};
