import type { Command } from "../../api/extensions";
import type { Values } from "../ParameterForm";

/** What goes into the activity: what the user left empty is left out. */
export function toParameters(command: Command, values: Values) {
  return command.parameters
    .map(({ name }) => ({ name, value: values[name]?.trim() ?? "" }))
    .filter(({ value }) => value !== "");
}
