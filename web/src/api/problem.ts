/** What `application/problem+json` carries (RFC 9457, with Cloakroom's own members). */
export interface ProblemBody {
  title?: string;
  status?: number;
  code?: string;
  /** The sentence for the user. */
  detail?: string;
  /** The sentence for the developer, with the fix. */
  developer?: string;
  place?: string;
  trace?: string;
  /** What is wrong with single fields of a form. */
  fields?: FieldProblem[];
}

export interface FieldProblem {
  /** As it is called in the request. */
  field: string;
  message: string;
}

/** A request that Cloakroom refused or could not carry out. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly developer?: string;
  readonly trace?: string;
  readonly fields: FieldProblem[];

  constructor(status: number, body: ProblemBody, fallback: string) {
    super(body.detail ?? body.title ?? fallback);
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? `http_${status}`;
    this.developer = body.developer;
    this.trace = body.trace;
    this.fields = body.fields ?? [];
  }
}

/** The status that stands for "no answer at all". */
export const UNREACHABLE = 0;

export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
