export { EditRegistration } from "./EditRegistration";
export { NewRegistration } from "./NewRegistration";
export { RegistrationList } from "./RegistrationList";
export { RegistrationPage } from "./RegistrationPage";
