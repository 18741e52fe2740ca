/** A card as the app's template made it; checked again before it is drawn. */
export type CardJson = Record<string, unknown>;

export interface Preview {
  title?: string;
  subtitle?: string;
  text?: string;
  images?: { url: string; alt?: string }[];
}

export interface Attachment {
  contentType: string;
  content: CardJson;
  preview?: { contentType: string; content: Preview };
}

export interface ComposeExtension {
  type: "result" | "auth" | "message";
  attachmentLayout?: "list" | "grid";
  attachments?: Attachment[];
  text?: string;
  checklist?: string[];
  suggestedActions?: { actions: { type: string; title: string; value: string }[] };
}

interface Traced {
  trace?: string;
  error?: string;
  /** What the developer should look at, where the API did not accept the user. */
  checklist?: string[];
}

export interface ResultAnswer extends Traced {
  kind: "result";
  layout: "list" | "grid";
  attachments: Attachment[];
}

export interface AuthAnswer extends Traced {
  kind: "auth";
  link: string;
  signInId: string;
  /** Said by the server where it wants more than a first sign-in, such as one more permission. */
  text?: string;
  action: string;
}

export interface MessageAnswer extends Traced {
  kind: "message";
  text: string;
}

export type SearchAnswer = ResultAnswer | AuthAnswer | MessageAnswer;

/** Reads the envelope and its headers into one of the three answers. */
export function readAnswer(
  body: ComposeExtension | undefined,
  headers: Headers,
  fallback: string,
): SearchAnswer {
  const traced: Traced = {
    trace: headers.get("Cloakroom-Trace") ?? undefined,
    error: headers.get("Cloakroom-Error") ?? undefined,
    checklist: body?.checklist,
  };
  const signInId = headers.get("Cloakroom-Sign-In") ?? "";
  const action = body?.suggestedActions?.actions.find(({ type }) => type === "openUrl");
  if (body?.type === "result") {
    const layout = body.attachmentLayout === "grid" ? "grid" : "list";
    return { ...traced, kind: "result", layout, attachments: body.attachments ?? [] };
  }
  const link = action && sameOriginPath(action.value);
  if (link && signInId) {
    return { ...traced, kind: "auth", link, signInId, text: body?.text, action: action.title };
  }
  return { ...traced, kind: "message", text: body?.text ?? fallback };
}

/** A sign-in always begins on a page of our own: a link to anywhere else is not followed. */
function sameOriginPath(value: string): string | undefined {
  if (!URL.canParse(value, location.origin)) return undefined;
  const url = new URL(value, location.origin);
  return url.origin === location.origin ? `${url.pathname}${url.search}` : undefined;
}
