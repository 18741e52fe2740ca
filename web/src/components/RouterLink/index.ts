export { RouterLink } from "./RouterLink";
