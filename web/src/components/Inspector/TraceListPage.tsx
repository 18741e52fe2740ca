import { Button, Spinner, Text, Title3 } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getTraces } from "../../api/traces";
import { asProblem } from "../../hooks/useSearch";
import { texts } from "../../texts";
import { ProblemNotice } from "../Notice";
import { type Filter, Filters, matches } from "./Filters";
import { useStyles } from "./styles";
import { TraceTable } from "./TraceTable";

const PAGE_SIZE = 50;

/** All traces one may see, newest first. */
export function TraceListPage() {
  const styles = useStyles();
  const [filter, setFilter] = useState<Filter>({ kind: "", errorsOnly: false, text: "" });
  const query = useInfiniteQuery({
    queryKey: ["traces", filter.kind],
    queryFn: ({ pageParam, signal }) =>
      getTraces({ limit: PAGE_SIZE, kind: filter.kind || undefined, before: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? undefined : page.at(-1)?.code),
  });
  const all = query.data?.pages.flat() ?? [];
  const shown = all.filter((trace) => matches(filter, trace));
  return (
    <main className={styles.root}>
      <div className={styles.column}>
        <div className={styles.titles}>
          <Title3 as="h1">{texts.inspector.title}</Title3>
          <Text className={styles.hint}>{texts.inspector.hint}</Text>
        </div>
        <Filters filter={filter} onChange={setFilter} />
        {query.isPending && <Spinner />}
        {query.error && (
          <ProblemNotice problem={asProblem(query.error)} onAgain={() => query.refetch()} />
        )}
        {shown.length > 0 && <TraceTable traces={shown} />}
        {query.isSuccess && shown.length === 0 && (
          <Text role="status">
            {all.length === 0 ? texts.inspector.empty : texts.inspector.noMatch}
          </Text>
        )}
        {query.hasNextPage && (
          <Button onClick={() => query.fetchNextPage()}>{texts.inspector.older}</Button>
        )}
      </div>
    </main>
  );
}
