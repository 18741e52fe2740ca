import type { InstalledApp } from "../api/apps";

export const app: InstalledApp = {
  appId: "app_1",
  manifestId: "5a31b6b1-3a0a-4b6e-9a52-0f6d0b4f2c11",
  name: "Repairs",
  appVersion: "1.0.0",
  version: "a9d5",
  owner: "contoso",
  commands: ["listRepairs"],
  files: ["manifest.json", "openapi.json"],
  authType: "oAuth",
  configurationId: "bXNmdA==",
  registrationId: null,
  unbound: true,
  originMap: [],
  bindings: [],
  changedAt: 0,
  warnings: [],
};
