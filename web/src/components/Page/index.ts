export { Page } from "./Page";
export { focusHeading } from "./useArrival";
