import { useQuery } from "@tanstack/react-query";
import { Problem } from "../../api/problem";
import { getTrace } from "../../api/traces";

// Traces are written in batches within a second, so a fresh one may not be there yet.
const TRIES = 6;
const PAUSE_MS = 400;

export function useTrace(code: string | undefined) {
  return useQuery({
    queryKey: ["trace", code],
    queryFn: ({ signal }) => getTrace(code ?? "", signal),
    enabled: code !== undefined,
    retry: (count, error) => error instanceof Problem && error.status === 404 && count < TRIES,
    retryDelay: PAUSE_MS,
  });
}
