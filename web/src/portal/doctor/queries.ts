import { queryOptions } from "@tanstack/react-query";
import { getTests } from "../../api/doctor";

/** The tests of a registration that are kept, the newest first. */
export const testsQuery = (registration: string) =>
  queryOptions({
    queryKey: ["tests", registration],
    queryFn: ({ signal }) => getTests(registration, signal),
    // Another tab, the terminal or somebody else may have tested since.
    staleTime: 0,
  });
