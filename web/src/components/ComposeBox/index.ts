export { ComposeBox } from "./ComposeBox";
