import { Button, Text } from "@fluentui/react-components";
import { TimelineRegular } from "@fluentui/react-icons";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { useSearchParams } from "react-router";
import { getTraces, type TraceKind } from "../../api/traces";
import { EmptyState } from "../../components/EmptyState";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { asProblem } from "../../hooks/useSearch";
import { texts } from "../../texts";
import { type Filter, Filters } from "./Filters";
import { TraceTable } from "./TraceTable";

const PAGE_SIZE = 50;

/** All traces one may see, newest first. */
export function TraceListPage() {
  const [filter, setFilter] = useFilter();
  const asked = useDeferredValue(filter);
  const query = useInfiniteQuery({
    queryKey: ["traces", asked],
    queryFn: ({ pageParam, signal }) =>
      getTraces(
        {
          limit: PAGE_SIZE,
          kind: asked.kind || undefined,
          failed: asked.errorsOnly || undefined,
          search: asked.text.trim() || undefined,
          cursor: pageParam,
        },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const shown = query.data?.pages.flatMap((page) => page.traces) ?? [];
  const filtered = Boolean(asked.kind || asked.errorsOnly || asked.text.trim());
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
      {query.isSuccess && shown.length === 0 && !filtered && (
        <Panel flush>
          <EmptyState
            icon={<TimelineRegular />}
            title={texts.inspector.empty}
            hint={texts.inspector.emptyHint}
          />
        </Panel>
      )}
      {query.isSuccess && shown.length === 0 && filtered && (
        <Text role="status">{texts.inspector.noMatch}</Text>
      )}
      {query.hasNextPage && (
        <div>
          <Button
            disabledFocusable={query.isFetchingNextPage}
            onClick={() => query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? texts.inspector.loading : texts.inspector.older}
          </Button>
        </div>
      )}
    </Page>
  );
}

/** The filter stands in the address, so that a filtered list can be handed on. */
function useFilter(): [Filter, (filter: Filter) => void] {
  const [search, setSearch] = useSearchParams();
  const kinds = Object.keys(texts.trace.kind) as TraceKind[];
  const filter: Filter = {
    kind: kinds.find((kind) => kind === search.get("kind")) ?? "",
    errorsOnly: search.has("errors"),
    text: search.get("text") ?? "",
  };
  const set = ({ kind, errorsOnly, text }: Filter) => {
    const entries = {
      ...(kind && { kind }),
      ...(errorsOnly && { errors: "" }),
      ...(text && { text }),
    };
    setSearch(entries, { replace: true });
  };
  return [filter, set];
}
