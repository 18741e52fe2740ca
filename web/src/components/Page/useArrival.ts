import { useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { texts } from "../../texts";

let before: string | undefined;

/** After what had the focus is gone from the page. */
export function focusHeading() {
  document.querySelector<HTMLElement>("h1")?.focus();
}

/**
 * Names the window after the page, and moves the focus to its heading when the address has
 * changed, so that keyboard and screen reader arrive too. The first page keeps the browser's own
 * focus.
 */
export function useArrival(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    document.title = `${title} · ${texts.product}`;
  }, [title]);
  useEffect(() => {
    if (before !== undefined && before !== pathname) heading.current?.focus();
    before = pathname;
  }, [pathname]);
  return heading;
}
