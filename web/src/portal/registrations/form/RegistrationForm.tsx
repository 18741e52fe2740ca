import { Button, makeStyles } from "@fluentui/react-components";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import type { Problem } from "../../../api/problem";
import {
  type Registration,
  type RegistrationInput,
  saveRegistration,
} from "../../../api/registrations";
import { Notice, ProblemNotice } from "../../../components/Notice";
import { asProblem } from "../../../hooks/useSearch";
import { portalTexts } from "../../../texts/portal";
import { AppSettings } from "./AppSettings";
import { MoreSettings } from "./MoreSettings";
import { OAuthSettings } from "./OAuthSettings";
import { useRegistrationForm } from "./useRegistrationForm";
import { toInput, type Values } from "./values";

const { form: words } = portalTexts.registrations;

const useStyles = makeStyles({
  root: { display: "grid", rowGap: "24px" },
  foot: { display: "flex", flexWrap: "wrap", gap: "8px 12px" },
});

interface Props {
  initial: Values;
  hasSecret: boolean;
  /** The reserved ID, or that of the registration that is changed. */
  id?: string;
  submit: string;
  /** Where *Cancel* leads. */
  back: string;
  onSaved: (saved: Registration) => void;
}

/** The form of a registration; what is refused stands next to its field. */
export function RegistrationForm({ initial, hasSecret, id, submit, back, onSaved }: Props) {
  const styles = useStyles();
  const navigate = useNavigate();
  const element = useRef<HTMLFormElement>(null);
  const form = useRegistrationForm(initial, hasSecret);
  const save = useMutation<Registration, Problem, RegistrationInput>({
    mutationFn: async (input) => {
      try {
        return await saveRegistration(input);
      } catch (error) {
        throw asProblem(error);
      }
    },
    onSuccess: onSaved,
    onError: form.refuse,
  });
  const count = Object.keys(form.shown).length;
  useEffect(() => {
    if (save.error) focusProblem(element.current);
  }, [save.error]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (form.judge()) save.mutate(toInput(form.values, id));
    else requestAnimationFrame(() => focusProblem(element.current));
  };
  const elsewhere = save.error && count === 0 ? save.error : undefined;
  return (
    <form ref={element} className={styles.root} onSubmit={send} noValidate>
      <AppSettings form={form} />
      <OAuthSettings form={form} hasSecret={hasSecret} />
      <MoreSettings form={form} />
      {elsewhere && <ProblemNotice problem={elsewhere} />}
      {save.error && count > 0 && <Notice>{words.wrong(count)}</Notice>}
      <div className={styles.foot}>
        <Button type="submit" appearance="primary" disabledFocusable={save.isPending}>
          {save.isPending ? words.saving : submit}
        </Button>
        <Button onClick={() => navigate(back)}>{words.cancel}</Button>
      </div>
    </form>
  );
}

/** Leads to the first field that needs mending. */
function focusProblem(form: HTMLFormElement | null) {
  form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
}
