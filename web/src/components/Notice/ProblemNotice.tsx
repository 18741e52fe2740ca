import { type Problem, UNREACHABLE } from "../../api/problem";
import { Notice } from "./Notice";

interface Props {
  problem: Problem;
  onAgain?: () => void;
  onDetails?: (code: string) => void;
}

/** A refused request; the button to try again stands only where that can help. */
export function ProblemNotice({ problem, onAgain, onDetails }: Props) {
  const mayHelp = problem.status === UNREACHABLE || problem.status === 429 || problem.status >= 500;
  return (
    <Notice
      developer={problem.developer}
      trace={problem.trace}
      onDetails={onDetails}
      onAgain={mayHelp ? onAgain : undefined}
    >
      {problem.message}
    </Notice>
  );
}
