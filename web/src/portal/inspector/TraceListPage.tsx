import { Button, Text } from "@fluentui/react-components";
import { TimelineRegular } from "@fluentui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getTraces } from "../../api/traces";
import { EmptyState } from "../../components/EmptyState";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { asProblem } from "../../hooks/useSearch";
import { texts } from "../../texts";
import { type Filter, Filters, matches } from "./Filters";
import { TraceTable } from "./TraceTable";

const PAGE_SIZE = 50;

/** All traces one may see, newest first. */
export function TraceListPage() {
  const [filter, setFilter] = useState<Filter>({ kind: "", errorsOnly: false, text: "" });
  const query = useInfiniteQuery({
    queryKey: ["traces", filter.kind],
    queryFn: ({ pageParam, signal }) =>
      getTraces({ limit: PAGE_SIZE, kind: filter.kind || undefined, before: pageParam }, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => {
      const last = page.at(-1);
      return page.length < PAGE_SIZE || !last ? undefined : new Date(last.startedAt).getTime();
    },
  });
  const all = query.data?.pages.flat() ?? [];
  const shown = all.filter((trace) => matches(filter, trace));
  return (
    <Page title={texts.inspector.title} lead={texts.inspector.hint}>
      <Filters filter={filter} onChange={setFilter} />
      {query.isPending && <Loading>{texts.inspector.loading}</Loading>}
      {query.error && (
        <ProblemNotice problem={asProblem(query.error)} onAgain={() => query.refetch()} />
      )}
      {shown.length > 0 && (
        <Panel flush>
          <TraceTable traces={shown} />
        </Panel>
      )}
      {query.isSuccess && all.length === 0 && (
        <Panel flush>
          <EmptyState
            icon={<TimelineRegular />}
            title={texts.inspector.empty}
            hint={texts.inspector.emptyHint}
          />
        </Panel>
      )}
      {all.length > 0 && shown.length === 0 && <Text role="status">{texts.inspector.noMatch}</Text>}
      {query.hasNextPage && (
        <div>
          <Button onClick={() => query.fetchNextPage()}>{texts.inspector.older}</Button>
        </div>
      )}
    </Page>
  );
}
