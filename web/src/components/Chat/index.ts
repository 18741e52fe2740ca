export { Chat } from "./Chat";
