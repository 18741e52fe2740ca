import { type RefObject, useEffect, useRef } from "react";

const LOOK_EVERY_MS = 500;
const LOOKS = 4;

/** Reports `closed` once the window has looked closed for two seconds, and takes it back if not. */
export function useLooksClosed(
  popup: RefObject<Window | null>,
  active: boolean,
  report: (closed: boolean) => void,
) {
  const reportRef = useRef(report);
  reportRef.current = report;
  useEffect(() => {
    if (!active) return;
    let looks = 0;
    const timer = setInterval(() => {
      looks = popup.current?.closed ? looks + 1 : 0;
      reportRef.current(looks >= LOOKS);
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [active, popup]);
}
