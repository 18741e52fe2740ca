import { useState } from "react";
import { signOut } from "../api/extensions";
import { texts } from "../texts";
import { asProblem } from "./useSearch";

/** Signs out of an extension, and says what became of the access at the provider. */
export function useSignOut(onChanged: () => void) {
  const [words, setWords] = useState<string>();
  const [round, setRound] = useState(0);
  const leave = async (registrationId: string) => {
    try {
      setWords(texts.extension.signedOut[await signOut(registrationId)]);
      setRound((before) => before + 1);
      onChanged();
    } catch (error) {
      setWords(asProblem(error).message);
    }
  };
  return { words, round, leave };
}
