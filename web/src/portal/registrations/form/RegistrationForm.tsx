import {
  createRegistration,
  type Registration,
  updateRegistration,
} from "../../../api/registrations";
import { AppSettings } from "./AppSettings";
import { check } from "./checks";
import { FormFrame } from "./FormFrame";
import { MoreSettings } from "./MoreSettings";
import { OAuthSettings } from "./OAuthSettings";
import { Presets } from "./Presets";
import { useForm } from "./useForm";
import { toInput, type Values } from "./values";

interface Props {
  initial: Values;
  /** The registration that is changed, as it was seen. */
  registration?: Registration;
  /** The ID reserved for a new one. */
  reserved?: string;
  submit: string;
  /** Where *Cancel* leads. */
  back: string;
  onSaved: (saved: Registration) => void;
  onReload?: () => void;
}

/** The form of an OAuth client registration. */
export function RegistrationForm(props: Props) {
  const { initial, registration, reserved, ...frame } = props;
  const hasSecret = registration?.hasSecret ?? false;
  const form = useForm(initial, (values) => check(values, hasSecret));
  const save = () =>
    registration
      ? updateRegistration(registration.id, registration.version, toInput(form.values))
      : createRegistration(toInput(form.values, reserved));
  return (
    <FormFrame form={form} save={save} {...frame}>
      {!registration && <Presets form={form} />}
      <AppSettings form={form} />
      <OAuthSettings form={form} hasSecret={hasSecret} />
      <MoreSettings form={form} />
    </FormFrame>
  );
}
