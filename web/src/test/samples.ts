import type { Command, Extension } from "../api/extensions";
import type { Attachment } from "../api/invokeAnswer";
import type { Trace } from "../api/traces";

export const command: Command = {
  id: "listRepairs",
  title: "List repairs",
  description: "Find repairs by technician",
  contexts: ["compose", "commandBox"],
  initialRun: false,
  parameters: [
    {
      name: "assignedTo",
      title: "Technician",
      inputType: "text",
      required: true,
      description: "Name",
    },
  ],
};

export const extension: Extension = {
  appId: "app-1",
  name: "Repairs",
  fullName: "Contoso Repairs",
  publisher: "Contoso",
  commands: [command],
  auth: {
    type: "oAuth",
    registrationId: "reg_1",
    signedIn: false,
    providerHost: "login.contoso.example",
  },
};

export function repair(title: string): Attachment {
  return {
    contentType: "application/vnd.microsoft.card.adaptive",
    content: { type: "AdaptiveCard", version: "1.5", body: [{ type: "TextBlock", text: title }] },
    preview: {
      contentType: "application/vnd.microsoft.card.thumbnail",
      content: { title, subtitle: "Assigned to Karin" },
    },
  };
}

export const trace: Trace = {
  code: "7K3F-Q2WM",
  kind: "invoke",
  user: "",
  startedAt: Date.now(),
  micros: 54_000,
  subject: "Repairs: listRepairs",
  app: "app-1",
  error: null,
  detailsLeftOut: 0,
  steps: [
    { name: "find-command", atMicros: 0, micros: 12, outcome: "ok", decision: "List repairs" },
    {
      name: "call",
      atMicros: 41_000,
      micros: 12_400,
      outcome: "failed",
      decision: "the API answered 503",
      details: { url: "https://repairs.contoso.example/repairs" },
    },
  ],
};
