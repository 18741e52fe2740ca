export { ResultList } from "./ResultList";
