import { Button, Input, makeStyles, Text } from "@fluentui/react-components";
import { SearchRegular } from "@fluentui/react-icons";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type ReactElement, type ReactNode, useState } from "react";
import type { Asked, ListPage } from "../../api/list";
import { type Column, DataTable } from "../../components/DataTable";
import { EmptyState } from "../../components/EmptyState";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { asProblem } from "../../hooks/useSearch";
import { useSettled } from "../../hooks/useSettled";
import { portalTexts } from "../../texts/portal";

const { shell } = portalTexts;
/** Nobody types the next letter so late; each search is a request. */
const PATIENCE_MS = 250;

const useStyles = makeStyles({
  search: { width: "min(360px, 100%)" },
  foot: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px 16px" },
});

interface Props<T> {
  words: {
    title: string;
    lead: string;
    /** What is loaded, for those who wait. */
    what: string;
    search: string;
    empty: { title: string; hint: string };
    noMatch: (word: string) => string;
  };
  icon: ReactElement;
  /** The way to the first row, and to further ones. */
  create: ReactNode;
  queryKey: readonly string[];
  load: (asked: Asked, signal: AbortSignal) => Promise<ListPage<T>>;
  columns: Column<T>[];
  rowKey: (row: T) => string;
  /** What became of a change of a row. */
  notice?: ReactNode;
  /** What stands below the list. */
  children?: ReactNode;
}

/** A page with a list that the server searches and gives page by page. */
export function SearchList<T>(props: Props<T>) {
  const { words, icon, create, queryKey, load, columns, rowKey, notice, children } = props;
  const styles = useStyles();
  const [text, setText] = useState("");
  const search = useSettled(text.trim(), PATIENCE_MS);
  const query = useInfiniteQuery({
    queryKey: [...queryKey, "list", search],
    queryFn: ({ pageParam, signal }) =>
      load({ search: search || undefined, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows);
  const nothing = rows?.length === 0;
  const empty = nothing && !search && !query.isPlaceholderData;
  return (
    <Page title={words.title} lead={words.lead} actions={rows && !empty && create}>
      {query.isPending && <Loading>{shell.loading(words.what)}</Loading>}
      {notice}
      {query.error && (
        <ProblemNotice problem={asProblem(query.error)} onAgain={() => query.refetch()} />
      )}
      {empty && (
        <Panel flush>
          <EmptyState icon={icon} title={words.empty.title} hint={words.empty.hint}>
            {create}
          </EmptyState>
        </Panel>
      )}
      {rows && !empty && (
        <>
          <search>
            <Input
              className={styles.search}
              type="search"
              contentBefore={<SearchRegular />}
              aria-label={words.search}
              placeholder={words.search}
              value={text}
              onChange={(_event, { value }) => setText(value)}
            />
          </search>
          {nothing ? (
            <Text role="status">{words.noMatch(search)}</Text>
          ) : (
            <Panel flush>
              <DataTable label={words.title} columns={columns} rows={rows} rowKey={rowKey} />
            </Panel>
          )}
          <div className={styles.foot}>
            {!nothing && <Text role="status">{shell.shown(rows.length, query.hasNextPage)}</Text>}
            {query.hasNextPage && (
              <Button
                disabledFocusable={query.isFetchingNextPage}
                onClick={() => query.fetchNextPage()}
              >
                {query.isFetchingNextPage ? shell.loading(words.what) : shell.more}
              </Button>
            )}
          </div>
        </>
      )}
      {children}
    </Page>
  );
}
