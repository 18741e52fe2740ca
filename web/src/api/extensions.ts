import { request } from "./client";

export type InputType = "text" | "textarea" | "number" | "date" | "time" | "toggle" | "choiceset";
export type CommandContext = "compose" | "commandBox";

export interface Parameter {
  name: string;
  title: string;
  description?: string;
  inputType: InputType;
  choices?: { title: string; value: string }[];
  required: boolean;
  value?: string;
}

export interface Command {
  id: string;
  title: string;
  description?: string;
  contexts: CommandContext[];
  initialRun: boolean;
  parameters: Parameter[];
  /** Method and path of the operation that it calls. */
  operation?: string;
  /** The file of its response rendering template. */
  template?: string;
}

export interface ExtensionAuth {
  type: string;
  registrationId?: string;
  signedIn: boolean;
  account?: string;
  providerHost?: string;
}

export interface Extension {
  appId: string;
  name: string;
  fullName?: string;
  publisher?: string;
  description?: string;
  accentColor?: string;
  iconUrl?: string;
  commands: Command[];
  auth: ExtensionAuth;
}

export async function getExtensions(signal?: AbortSignal): Promise<Extension[]> {
  const reply = await request<{ extensions: Extension[] }>("GET", "/api/v1/extensions", { signal });
  return reply.data.extensions;
}

export type Revocation = "revoked" | "queued" | "unsupported" | "nothing";

export async function signOut(registrationId: string): Promise<Revocation> {
  const reply = await request<{ revoked: Revocation }>("POST", "/api/v1/sign-out", {
    body: { registrationId },
  });
  return reply.data.revoked;
}
