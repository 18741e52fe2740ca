import { useEffect, useState } from "react";
import type { CardJson } from "../api/invokeAnswer";

export interface SentCard {
  title: string;
  card: CardJson;
  /** Which extension it came from. */
  source: string;
}

export interface Message {
  id: string;
  sentAt: number;
  text: string;
  card?: SentCard;
}

/** The conversation; it lives as long as this tab, so that a sign-in in the tab does not end it. */
export function useMessages(owner: string): [Message[], (text: string, card?: SentCard) => void] {
  const key = `cloakroom.messages.${owner}`;
  const [messages, setMessages] = useState<Message[]>(() =>
    JSON.parse(sessionStorage.getItem(key) ?? "[]"),
  );
  useEffect(() => {
    try {
      sessionStorage.setItem(key, JSON.stringify(messages.slice(-50)));
    } catch {
      // A full storage costs only what a reload would bring back.
    }
  }, [key, messages]);
  const send = (text: string, card?: SentCard) =>
    setMessages((before) => [
      ...before,
      { id: crypto.randomUUID(), sentAt: Date.now(), text, card },
    ]);
  return [messages, send];
}
