export interface Fragment {
  /** A one-time code that lets somebody in. */
  enter?: string;
  /** The id of a sign-in that went through this tab. */
  resume?: string;
}

/** Reads the fragment and removes it at once, so that no code stays in the address or the history. */
export function takeFragment(): Fragment {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const fragment = {
    enter: parameters.get("enter") ?? undefined,
    resume: parameters.get("resume") ?? undefined,
  };
  if (fragment.enter || fragment.resume) {
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return fragment;
}
