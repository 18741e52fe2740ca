export { ApiKeyList } from "./ApiKeyList";
export { ApiKeyPage } from "./ApiKeyPage";
export { EditApiKey } from "./EditApiKey";
export { NewApiKey } from "./NewApiKey";
