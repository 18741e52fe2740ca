export { GrantsPage } from "./GrantsPage";
