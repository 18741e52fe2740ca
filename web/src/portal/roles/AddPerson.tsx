import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Select,
} from "@fluentui/react-components";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createPerson, type PersonInput } from "../../api/persons";
import { ROLES, type Role } from "../../api/session";
import { ProblemNotice } from "../../components/Notice";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";

const { form: words, role: roleNames, may } = portalTexts.roles;

const useStyles = makeStyles({ content: { display: "grid", rowGap: "12px" } });
const EMPTY: PersonInput = { name: "", displayName: "", role: "member" };

interface Props {
  open: boolean;
  onClose: () => void;
  onAdded: () => void;
}

export function AddPerson({ open, onClose, onAdded }: Props) {
  return (
    <Dialog open={open} onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        <Form onClose={onClose} onAdded={onAdded} />
      </DialogSurface>
    </Dialog>
  );
}

function Form({ onClose, onAdded }: Omit<Props, "open">) {
  const styles = useStyles();
  const [person, setPerson] = useState(EMPTY);
  const add = useMutation({ mutationFn: createPerson, onSuccess: onAdded });
  const sound = /^[\w.@-]{1,64}$/.test(person.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const displayName = person.displayName.trim() || person.name;
    if (sound) add.mutate({ ...person, displayName });
  };
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <DialogTitle>{words.title}</DialogTitle>
        <DialogContent className={styles.content}>
          <Field
            label={words.name}
            required
            hint={words.nameHint}
            validationMessage={person.name && !sound ? words.badName : undefined}
          >
            <Input
              value={person.name}
              autoComplete="off"
              onChange={(_event, { value }) => setPerson({ ...person, name: value })}
            />
          </Field>
          <Field label={words.displayName}>
            <Input
              value={person.displayName}
              autoComplete="off"
              onChange={(_event, { value }) => setPerson({ ...person, displayName: value })}
            />
          </Field>
          <Field label={words.role} hint={may[person.role]}>
            <Select
              value={person.role}
              onChange={(_event, { value }) => setPerson({ ...person, role: value as Role })}
            >
              {ROLES.map((role) => (
                <option key={role} value={role}>
                  {roleNames[role]}
                </option>
              ))}
            </Select>
          </Field>
          {add.error && <ProblemNotice problem={asProblem(add.error)} />}
        </DialogContent>
        <DialogActions>
          <Button type="submit" appearance="primary" disabled={!sound}>
            {add.isPending ? words.adding : words.submit}
          </Button>
          <Button onClick={onClose}>{words.cancel}</Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}
