import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { awaitTest, beginTest, type Called, getTest, type Test } from "../../api/doctor";
import { testsQuery } from "./queries";

interface Options {
  registration: string;
  /** The test that the address names. */
  run?: string;
  /** Told of a test that was begun. */
  onBegun: (id: string) => void;
}

/** A test, begun by hand or named by the address, and followed to its end. */
export function useTest({ registration, run, onBegun }: Options) {
  const client = useQueryClient();
  const [test, setTest] = useState<Test>();
  const [beginning, setBeginning] = useState(false);
  const [error, setError] = useState<unknown>();
  const begin = useCallback(
    async (called?: Called) => {
      setBeginning(true);
      setError(undefined);
      setTest(undefined);
      try {
        const begun = await beginTest(registration, called);
        setTest(begun);
        onBegun(begun.id);
      } catch (cause) {
        setError(cause);
      }
      setBeginning(false);
    },
    [registration, onBegun],
  );
  const here = test?.id;
  const wanted = run !== undefined && run !== here && !beginning && !error;
  useEffect(() => {
    if (!wanted) return;
    const away = new AbortController();
    getTest(run, away.signal).then(setTest, (cause) => away.signal.aborted || setError(cause));
    return () => away.abort();
  }, [wanted, run]);
  useEffect(() => {
    if (!test || test.status === "done" || error) return;
    const away = new AbortController();
    awaitTest(test, away.signal).then(
      (next) => setTest(next),
      (cause) => away.signal.aborted || setError(cause),
    );
    return () => away.abort();
  }, [test, error]);
  const done = test?.status === "done";
  useEffect(() => {
    if (here && done) client.invalidateQueries({ queryKey: testsQuery(registration).queryKey });
  }, [client, registration, here, done]);
  const goOn = useCallback(() => setError(undefined), []);
  return { test: wanted ? undefined : test, opening: wanted, beginning, error, begin, goOn };
}
