/** The language in use. Another language is another table of the same type. */
export { en as texts } from "./en";
