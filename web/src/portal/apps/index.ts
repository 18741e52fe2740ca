export { AppList } from "./AppList";
export { AppPage } from "./AppPage";
export { MessageExtensionPage } from "./MessageExtensionPage";
export { NewAppPage } from "./NewAppPage";
export { UploadPage } from "./UploadPage";
