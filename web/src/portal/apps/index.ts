export { AppList } from "./AppList";
export { AppPage } from "./AppPage";
export { MessageExtensionPage } from "./MessageExtensionPage";
export { UploadPage } from "./UploadPage";
