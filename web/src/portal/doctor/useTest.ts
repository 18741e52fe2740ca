import { useCallback, useEffect, useState } from "react";
import { awaitTest, beginTest, type Called, type Test } from "../../api/doctor";

/** A test, begun by hand and followed to its end. */
export function useTest(registration: string) {
  const [test, setTest] = useState<Test>();
  const [beginning, setBeginning] = useState(false);
  const [error, setError] = useState<unknown>();
  const begin = useCallback(
    async (called?: Called) => {
      setBeginning(true);
      setError(undefined);
      setTest(undefined);
      try {
        setTest(await beginTest(registration, called));
      } catch (cause) {
        setError(cause);
      }
      setBeginning(false);
    },
    [registration],
  );
  useEffect(() => {
    if (!test || test.status === "done" || error) return;
    const away = new AbortController();
    awaitTest(test, away.signal).then(
      (next) => setTest(next),
      (cause) => away.signal.aborted || setError(cause),
    );
    return () => away.abort();
  }, [test, error]);
  const goOn = useCallback(() => setError(undefined), []);
  return { test, beginning, error, begin, goOn };
}
