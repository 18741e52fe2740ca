import { useRef, useState } from "react";
import type { Problem } from "../../../api/problem";
import { check, type Problems } from "./checks";
import type { Field, Values } from "./values";

/** While somebody still types, a half URL is not yet a mistake. */
const PATIENCE_MS = 800;

export interface FormState {
  values: Values;
  /** What to show beside the fields now. */
  shown: Problems;
  set: <F extends Field>(field: F, value: Values[F]) => void;
  /** Says that somebody has left a field. */
  leave: (field: Field) => void;
  /** Shows everything that is wrong; gives whether the form may be sent. */
  judge: () => boolean;
  /** Puts each refusal of the server next to its field. */
  refuse: (problem: Problem) => void;
}

/** The values of the form, and what is wrong with those that somebody has been at. */
export function useRegistrationForm(initial: Values, hasSecret: boolean): FormState {
  const [values, setValues] = useState(initial);
  const [seen, setSeen] = useState<ReadonlySet<Field> | "all">(new Set());
  const [refused, setRefused] = useState<Problems>({});
  const timers = useRef<Partial<Record<Field, ReturnType<typeof setTimeout>>>>({});

  const leave = (field: Field) => {
    clearTimeout(timers.current[field]);
    setSeen((before) => (before === "all" ? before : new Set(before).add(field)));
  };
  const set: FormState["set"] = (field, value) => {
    setValues((before) => ({ ...before, [field]: value }));
    setRefused(({ [field]: _mended, ...others }) => others);
    clearTimeout(timers.current[field]);
    if (value !== "") timers.current[field] = setTimeout(() => leave(field), PATIENCE_MS);
  };
  const found = check(values, hasSecret);
  const visible = Object.entries(found).filter(
    ([field]) => seen === "all" || seen.has(field as Field),
  );
  return {
    values,
    shown: { ...Object.fromEntries(visible), ...refused },
    set,
    leave,
    judge: () => {
      setSeen("all");
      return Object.keys(found).length === 0;
    },
    refuse: (problem) => setRefused(byField(problem)),
  };
}

/** `authorizationParameters.state` stands at `authorizationParameters`. */
function byField(problem: Problem): Problems {
  const problems: Problems = {};
  for (const { field, message } of problem.fields) {
    const name = field.split(".")[0] as Field;
    problems[name] = problems[name] ? `${problems[name]} ${message}` : message;
  }
  return problems;
}
