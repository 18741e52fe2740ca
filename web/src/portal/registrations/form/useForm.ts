import { useRef, useState } from "react";
import type { Problem } from "../../../api/problem";

/** While somebody still types, a half URL is not yet a mistake. */
const PATIENCE_MS = 800;

type Name<V> = keyof V & string;

/** What is wrong with which field. */
export type Problems<V> = Partial<Record<Name<V>, string>>;

export interface FormState<V> {
  values: V;
  /** What to show beside the fields now. */
  shown: Problems<V>;
  // Methods, so that a part of a form can be shown for any form that has its fields.
  set<F extends Name<V>>(field: F, value: V[F]): void;
  /**
   * Sets several at once: a preset, say. What was typed by hand stays, unless `over` says otherwise;
   * gives the fields that would have become other ones.
   */
  fill(values: Partial<V>, over?: "typed"): string[];
  /** Says that somebody has left a field. */
  leave(field: Name<V>): void;
  /** Shows everything that is wrong; gives whether the form may be sent. */
  judge(): boolean;
  /** Puts each refusal of the server next to its field. */
  refuse(problem: Problem): void;
}

/** The values of a form, and what is wrong with those that somebody has been at. */
export function useForm<V extends object>(
  initial: V,
  check: (values: V) => Problems<V>,
): FormState<V> {
  const [values, setValues] = useState(initial);
  const [seen, setSeen] = useState<ReadonlySet<string> | "all">(new Set());
  const [refused, setRefused] = useState<Problems<V>>({});
  const typed = useRef(new Set<Name<V>>());
  const timers = useRef<Record<string, ReturnType<typeof setTimeout>>>({});

  const leave = (field: Name<V>) => {
    clearTimeout(timers.current[field]);
    setSeen((before) => (before === "all" ? before : new Set(before).add(field)));
  };
  const mended = (fields: string[]) =>
    setRefused((before) => without(before as Record<string, string>, fields) as Problems<V>);
  const found = check(values);
  const visible = Object.entries(found).filter(([field]) => seen === "all" || seen.has(field));
  return {
    values,
    shown: { ...(Object.fromEntries(visible) as Problems<V>), ...refused },
    set(field, value) {
      if (value === initial[field]) typed.current.delete(field);
      else typed.current.add(field);
      setValues((before) => ({ ...before, [field]: value }));
      mended([field]);
      clearTimeout(timers.current[field]);
      if (value !== "") timers.current[field] = setTimeout(() => leave(field), PATIENCE_MS);
    },
    fill(some, over) {
      // A blank is nothing that is known, so it clears only what nobody typed.
      const names = (Object.keys(some) as Name<V>[]).filter(
        (name) => some[name] !== "" || !typed.current.has(name),
      );
      const differ = names.filter((name) => typed.current.has(name) && some[name] !== values[name]);
      const filled = over ? names : names.filter((name) => !typed.current.has(name));
      for (const name of filled) typed.current.delete(name);
      const taken = filled.map((name) => [name, some[name]]);
      setValues((before) => ({ ...before, ...Object.fromEntries(taken) }));
      mended(filled);
      return over ? [] : differ;
    },
    leave,
    judge() {
      setSeen("all");
      return Object.keys(found).length === 0;
    },
    refuse: (problem) => setRefused(byField(problem) as Problems<V>),
  };
}

const without = (all: Record<string, string>, fields: string[]) =>
  Object.fromEntries(Object.entries(all).filter(([field]) => !fields.includes(field)));

/** `authorizationParameters.state` stands at `authorizationParameters`. */
function byField(problem: Problem): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const { field, message } of problem.fields) {
    const name = field.split(".")[0] ?? field;
    problems[name] = problems[name] ? `${problems[name]} ${message}` : message;
  }
  return problems;
}
