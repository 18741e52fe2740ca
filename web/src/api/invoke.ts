import { texts } from "../texts";
import { request } from "./client";
import type { CommandContext } from "./extensions";
import { type ComposeExtension, readAnswer, type SearchAnswer } from "./invokeAnswer";

export interface SearchRequest {
  appId: string;
  commandId: string;
  context: CommandContext;
  parameters: { name: string; value: string }[];
  skip: number;
  count: number;
}

interface InvokeBody {
  composeExtension?: ComposeExtension;
}

async function invoke(appId: string, name: string, value: unknown, signal?: AbortSignal) {
  return request<InvokeBody | undefined>("POST", `/api/invoke?app=${encodeURIComponent(appId)}`, {
    body: {
      type: "invoke",
      name,
      channelId: "msteams",
      recipient: { id: appId },
      conversation: { id: "self" },
      value,
    },
    signal,
  });
}

/** Runs a command: the same activity that Teams sends. */
export async function search(query: SearchRequest, signal?: AbortSignal): Promise<SearchAnswer> {
  const { data, headers } = await invoke(
    query.appId,
    "composeExtension/query",
    {
      commandId: query.commandId,
      commandContext: query.context,
      parameters: query.parameters,
      queryOptions: { skip: query.skip, count: query.count },
    },
    signal,
  );
  return readAnswer(data?.composeExtension, headers, texts.errors.unexpected);
}

/** Completes a pending sign-in with the six digits shown in its window. */
export async function verifyState(appId: string, code: string): Promise<void> {
  await invoke(appId, "signin/verifyState", { state: code });
}
