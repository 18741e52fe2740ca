import { Button, makeStyles, Text } from "@fluentui/react-components";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import type { Problem } from "../../../api/problem";
import { Notice, ProblemNotice } from "../../../components/Notice";
import { asProblem } from "../../../hooks/useSearch";
import { portalTexts } from "../../../texts/portal";
import type { FormState } from "./useForm";

const { form: words } = portalTexts.registrations;
/** RFC 9110: somebody else was faster. */
const PRECONDITION_FAILED = 412;

const useStyles = makeStyles({
  root: { display: "grid", rowGap: "24px" },
  foot: { display: "flex", flexWrap: "wrap", gap: "8px 12px" },
});

interface Props<V, S> {
  form: FormState<V>;
  save: () => Promise<S>;
  submit: string;
  /** Where *Cancel* leads. */
  back: string;
  onSaved: (saved: S) => void;
  /** Begins anew with what was saved in the meantime. */
  onReload?: () => void;
  children: ReactNode;
}

/** A form that is saved; what is refused stands next to its field. */
export function FormFrame<V, S>(props: Props<V, S>) {
  const { form, save: keep, submit, back, onSaved, onReload, children } = props;
  const styles = useStyles();
  const navigate = useNavigate();
  const element = useRef<HTMLFormElement>(null);
  const save = useMutation<S, Problem>({
    mutationFn: async () => {
      try {
        return await keep();
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
    if (form.judge()) save.mutate();
    else requestAnimationFrame(() => focusProblem(element.current));
  };
  const late = save.error?.status === PRECONDITION_FAILED;
  const elsewhere = save.error && count === 0 && !late ? save.error : undefined;
  return (
    <form ref={element} className={styles.root} onSubmit={send} noValidate>
      {children}
      {elsewhere && <ProblemNotice problem={elsewhere} />}
      {save.error && count > 0 && <Notice>{words.wrong(count)}</Notice>}
      {late && (
        <Notice intent="warning" onAgain={onReload} againLabel={words.late.reload}>
          <Text weight="semibold" block>
            {words.late.title}
          </Text>
          {words.late.text}
        </Notice>
      )}
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
