import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useEffect, useRef } from "react";
import type { Message } from "../../hooks/useMessages";
import { texts } from "../../texts";
import { AdaptiveCard } from "../AdaptiveCard";

const useStyles = makeStyles({
  root: { listStyleType: "none", margin: 0, padding: 0, display: "grid", rowGap: "16px" },
  message: { display: "grid", justifyItems: "end", rowGap: "4px" },
  time: { color: tokens.colorNeutralForeground3 },
  text: {
    maxWidth: "85%",
    padding: "8px 12px",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
    backgroundColor: tokens.colorBrandBackground2,
    borderRadius: tokens.borderRadiusXLarge,
    border: "1px solid transparent",
  },
  card: {
    width: "min(480px, 100%)",
    boxSizing: "border-box",
    overflow: "hidden",
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
  },
  source: {
    display: "block",
    padding: "6px 16px",
    color: tokens.colorNeutralForeground3,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

export function MessageList({ messages }: { messages: Message[] }) {
  const styles = useStyles();
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is what moves the end
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [messages.length]);
  return (
    <>
      <ol className={styles.root} aria-label={texts.chat.messages} aria-live="polite">
        {messages.map(({ id, sentAt, text, card }) => (
          <li key={id} className={styles.message}>
            <Text size={200} className={styles.time}>
              {texts.chat.you} · {clock.format(sentAt)}
            </Text>
            {text && <div className={styles.text}>{text}</div>}
            {card && (
              <div className={styles.card}>
                <AdaptiveCard card={card.card} label={card.title} />
                <Text size={200} className={styles.source}>
                  {card.source}
                </Text>
              </div>
            )}
          </li>
        ))}
      </ol>
      <div ref={end} />
    </>
  );
}
