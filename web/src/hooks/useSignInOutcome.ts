import { useEffect, useRef } from "react";
import { isAborted } from "../api/problem";
import { getSignIn, type SignIn } from "../api/signIns";
import { hasEnded } from "./signInState";

const CHANNEL = "cloakroom-sign-in";
const WAIT_SECONDS = 20;
const PAUSE_MS = 1500;

/**
 * Asks the server how a sign-in stands until it has ended. The window's message carries an id and
 * nothing else; it only makes us ask at once, so a forged one changes nothing.
 */
export function useSignInOutcome(id: string, active: boolean, report: (outcome: SignIn) => void) {
  const reportRef = useRef(report);
  reportRef.current = report;
  useEffect(() => {
    if (!active) return;
    let stopped = false;
    let round = new AbortController();
    let hurried = false;

    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<{ id?: unknown } | null>) => {
      if (data?.id !== id) return;
      hurried = true;
      round.abort();
    };

    const listen = async () => {
      let last: string | undefined;
      while (!stopped) {
        round = new AbortController();
        const wait = hurried || last === undefined ? 0 : WAIT_SECONDS;
        hurried = false;
        try {
          const outcome = await getSignIn(id, wait, round.signal);
          if (stopped) return;
          reportRef.current(outcome);
          if (hasEnded(outcome)) return;
          if (wait > 0 && outcome.status === last) await pause(PAUSE_MS);
          last = outcome.status;
        } catch (error) {
          if (!isAborted(error)) await pause(PAUSE_MS);
        }
      }
    };
    void listen();
    return () => {
      stopped = true;
      round.abort();
      channel.close();
    };
  }, [id, active]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
