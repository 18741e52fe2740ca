export { TraceListPage } from "./TraceListPage";
export { TracePage } from "./TracePage";
