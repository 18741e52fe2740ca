export { Enter } from "./Enter";
export { NoSession } from "./NoSession";
