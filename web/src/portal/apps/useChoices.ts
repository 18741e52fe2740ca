import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { findApiKeys } from "../../api/apiKeys";
import { findRegistrations } from "../../api/registrations";
import { useSettled } from "../../hooks/useSettled";
import { apiKeyQuery, registrationQuery } from "../queries";

/** A registration to be chosen. */
export interface Choice {
  id: string;
  name: string;
}

export type ChoiceKind = "registrations" | "apiKeys";

const FIND = { registrations: findRegistrations, apiKeys: findApiKeys };
const NONE: Choice[] = [];
/** More than one looks through; who looks for another types its name. */
const SHOWN = 20;
const PATIENCE_MS = 250;

interface Wanted {
  /** Of which list; none where nothing is to be chosen. */
  kind?: ChoiceKind;
  /** What is typed. */
  typed: string;
  /** An ID whose name is to be shown. */
  id?: string | null;
}

/** The registrations that the server finds by what is typed, and the one that is used by now. */
export function useChoices({ kind, typed, id }: Wanted): Choice[] {
  const search = useSettled(typed.trim(), PATIENCE_MS) || undefined;
  const found = useQuery({
    queryKey: [kind, "choices", search],
    queryFn: async ({ signal }): Promise<Choice[]> =>
      kind ? (await FIND[kind]({ search, limit: SHOWN }, signal)).rows : NONE,
    enabled: kind !== undefined,
    placeholderData: keepPreviousData,
  });
  const ours = id?.startsWith("reg_") ? id : "";
  const client = useQuery({
    ...registrationQuery(ours),
    enabled: kind === "registrations" && ours !== "",
    retry: false,
  });
  const key = useQuery({
    ...apiKeyQuery(ours),
    enabled: kind === "apiKeys" && ours !== "",
    retry: false,
  });
  const used = kind === "apiKeys" ? key.data : client.data;
  const rows = kind ? (found.data ?? NONE) : NONE;
  return used && !rows.some((one) => one.id === used.id) ? [used, ...rows] : rows;
}
