export { GrantList } from "./GrantList";
