import { Button, Field, Input, makeStyles } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { verifyState } from "../../api/invoke";
import { asProblem } from "../../hooks/useSearch";
import { texts } from "../../texts";

const useStyles = makeStyles({
  root: { display: "flex", alignItems: "flex-start", gap: "8px", flexWrap: "wrap" },
  button: { marginTop: "26px" },
});

/** The six digits that a sign-in in another browser shows. */
export function ConfirmCode({ appId }: { appId: string }) {
  const styles = useStyles();
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      setProblem(undefined);
      await verifyState(appId, code);
    } catch (error) {
      setProblem(asProblem(error).message);
    }
  };
  return (
    <form className={styles.root} onSubmit={submit}>
      <Field label={texts.signIn.confirm} validationMessage={problem}>
        <Input
          value={code}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          onChange={(_event, data) => setCode(data.value.replace(/\D/g, ""))}
        />
      </Field>
      <Button
        className={styles.button}
        type="submit"
        appearance="primary"
        disabled={code.length < 6}
      >
        {texts.signIn.confirmButton}
      </Button>
    </form>
  );
}
