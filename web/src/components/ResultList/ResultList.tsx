import { Button, mergeClasses, Spinner, Text } from "@fluentui/react-components";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { Attachment } from "../../api/invokeAnswer";
import { texts } from "../../texts";
import { moveFocus } from "./moveFocus";
import { ResultItem } from "./ResultItem";
import { useStyles } from "./styles";

interface Props {
  layout: "list" | "grid";
  attachments: Attachment[];
  hasMore: boolean;
  loadingMore: boolean;
  onMore: () => void;
  onPick: (attachment: Attachment, title: string) => void;
}

/** Preview cards. The next page comes when the end scrolls into view, or by its button. */
export function ResultList({ layout, attachments, hasMore, loadingMore, onMore, onPick }: Props) {
  const styles = useStyles();
  const list = useRef<HTMLUListElement>(null);
  const end = useRef<HTMLButtonElement>(null);
  const more = useRef(onMore);
  more.current = onMore;

  useEffect(() => {
    if (!end.current || !hasMore) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) more.current();
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (list.current && moveFocus(list.current, event.key)) event.preventDefault();
  };
  return (
    <div className={styles.root}>
      <Text size={200} className={styles.head} role="status">
        {texts.search.count(attachments.length, hasMore)}
      </Text>
      <ul
        ref={list}
        className={mergeClasses(styles.list, layout === "grid" && styles.grid)}
        aria-label={texts.search.results}
        onKeyDown={onKeyDown}
      >
        {attachments.map((attachment, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: results have no identity; pages are only appended
          <li key={index}>
            <ResultItem
              attachment={attachment}
              layout={layout}
              onPick={(title) => onPick(attachment, title)}
            />
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button
          ref={end}
          className={styles.more}
          appearance="subtle"
          disabledFocusable={loadingMore}
          icon={loadingMore ? <Spinner size="tiny" /> : undefined}
          onClick={onMore}
        >
          {texts.search.more}
        </Button>
      )}
    </div>
  );
}
