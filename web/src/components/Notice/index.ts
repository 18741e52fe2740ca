export { Checklist } from "./Checklist";
export { Notice } from "./Notice";
export { ProblemNotice } from "./ProblemNotice";
