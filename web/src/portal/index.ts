export { Portal } from "./shell/Portal";
