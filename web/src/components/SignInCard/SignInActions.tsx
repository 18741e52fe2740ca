import { Button, makeStyles } from "@fluentui/react-components";
import type { SignInControls } from "../../hooks/useSignIn";
import { texts } from "../../texts";

const useStyles = makeStyles({ root: { display: "flex", flexWrap: "wrap", gap: "8px" } });

interface Props {
  controls: SignInControls;
  ended: boolean;
  label: string;
  trace?: string;
  onDetails: (code: string) => void;
}

/** The buttons that fit how the sign-in stands. */
export function SignInActions({ controls, ended, label, trace, onDetails }: Props) {
  const styles = useStyles();
  const { state, start, again, cancel } = controls;
  const details = trace && (
    <Button appearance="subtle" onClick={() => onDetails(trace)}>
      {texts.signIn.details}
    </Button>
  );
  if (!state.begun && !ended) {
    return (
      <div className={styles.root}>
        <Button appearance="primary" disabled={state.opening} onClick={start}>
          {label}
        </Button>
      </div>
    );
  }
  if (ended || state.closed) {
    // A link that nobody has continued from is still good; any other has been used up.
    const unused = !ended && state.outcome?.status === "waiting";
    return (
      <div className={styles.root}>
        <Button appearance="primary" disabled={state.opening} onClick={unused ? start : again}>
          {texts.signIn.again}
        </Button>
        {details}
      </div>
    );
  }
  const reopen = state.outcome?.status === "continued" ? again : start;
  return (
    <div className={styles.root}>
      <Button onClick={reopen}>{texts.signIn.openAgain}</Button>
      <Button appearance="subtle" onClick={cancel}>
        {texts.signIn.cancel}
      </Button>
    </div>
  );
}
