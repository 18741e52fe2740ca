export { ExtensionFlyout } from "./ExtensionFlyout";
