import { useEffect, useState } from "react";

/** The value that was last there for so long, in milliseconds: what is still being typed is not yet. */
export function useSettled<T>(value: T, patience: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), patience);
    return () => clearTimeout(timer);
  }, [value, patience]);
  return settled;
}
