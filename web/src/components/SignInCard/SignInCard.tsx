import { Link, makeStyles, Subtitle2, Text, tokens } from "@fluentui/react-components";
import type { Extension } from "../../api/extensions";
import type { AuthAnswer, SearchAnswer } from "../../api/invokeAnswer";
import type { SignIn } from "../../api/signIns";
import { sameTabLink } from "../../hooks/signInWindow";
import { useSignIn } from "../../hooks/useSignIn";
import { texts } from "../../texts";
import { ConfirmCode } from "../ConfirmCode";
import { ExtensionIcon } from "../ExtensionIcon";
import { Checklist } from "../Notice";
import { SignInActions } from "./SignInActions";
import { signInWords } from "./words";

const useStyles = makeStyles({
  root: {
    display: "grid",
    rowGap: "12px",
    padding: "16px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  head: { display: "flex", columnGap: "12px", alignItems: "center" },
  names: { display: "grid", minWidth: 0, overflowWrap: "anywhere" },
  host: { color: tokens.colorNeutralForeground2 },
  subtle: { color: tokens.colorNeutralForeground3, display: "block" },
});

interface Props {
  extension: Extension;
  answer: AuthAnswer;
  /** How a try in this tab ended, if there was one. */
  earlier?: SignIn;
  renew: () => Promise<SearchAnswer>;
  onCompleted: (account?: string) => void;
  onDetails: (code: string) => void;
  /** Keeps the search for after a sign-in in this tab. */
  onSameTab: (signInId: string) => void;
}

export function SignInCard({ extension, answer, earlier, renew, ...on }: Props) {
  const styles = useStyles();
  const prompt = { id: answer.signInId, link: answer.link };
  const controls = useSignIn({ prompt, earlier, renew, onCompleted: on.onCompleted });
  const { state } = controls;
  const name = extension.fullName ?? extension.name;
  const host = state.outcome?.providerHost ?? extension.auth.providerHost ?? "";
  const words = signInWords(state, name, host);
  const title = answer.text ?? texts.signIn.title(name);
  return (
    <section className={styles.root} aria-label={title}>
      <div className={styles.head}>
        <ExtensionIcon extension={extension} size={48} />
        <div className={styles.names}>
          <Subtitle2 as="h3">{title}</Subtitle2>
          {host && <Text className={styles.host}>{texts.signIn.at(host)}</Text>}
        </div>
      </div>
      <div role="status">
        {words.text && <Text>{words.text}</Text>}
        {state.closed && !words.ended && (
          <Text size={200} className={styles.subtle}>
            {texts.signIn.closedHint}
          </Text>
        )}
      </div>
      {answer.checklist && (
        <details className={styles.subtle}>
          <summary>{texts.errors.developer}</summary>
          <Checklist points={answer.checklist} />
        </details>
      )}
      {state.outcome?.status === "confirmation" && <ConfirmCode appId={extension.appId} />}
      <SignInActions
        controls={controls}
        ended={words.ended}
        label={answer.action || texts.signIn.button}
        trace={state.outcome?.trace ?? answer.trace}
        onDetails={on.onDetails}
      />
      {!words.ended && (
        <Text size={200}>
          <Link href={sameTabLink(state.prompt.link)} onClick={() => on.onSameTab(state.prompt.id)}>
            {texts.signIn.sameTab}
          </Link>
        </Text>
      )}
    </section>
  );
}
