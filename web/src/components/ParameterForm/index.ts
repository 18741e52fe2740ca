export { ParameterForm, type Values } from "./ParameterForm";
