export { type LineMark, SourceView } from "./SourceView";
