import { makeStyles, Text, tokens } from "@fluentui/react-components";
import type { Command, Extension } from "../../api/extensions";
import type { SignIn } from "../../api/signIns";
import { rememberSearch } from "../../hooks/resume";
import type { SentCard } from "../../hooks/useMessages";
import type { Search, SearchQuery } from "../../hooks/useSearch";
import { texts } from "../../texts";
import { Checklist, Notice, ProblemNotice } from "../Notice";
import { ResultList } from "../ResultList";
import { SignInCard } from "../SignInCard";
import { Waiting } from "../Waiting";
import { EmptyState } from "./EmptyState";

const useStyles = makeStyles({ hint: { color: tokens.colorNeutralForeground3 } });

interface Props {
  search: Search;
  query: SearchQuery | null;
  extension: Extension;
  command: Command;
  earlier?: SignIn;
  onPick: (card: SentCard) => void;
  onDetails: (code: string) => void;
  onCompleted: (account?: string) => void;
}

/** What came of a search: exactly one of its states. */
export function SearchAnswerView({ search, query, extension, command, earlier, ...on }: Props) {
  const styles = useStyles();
  const { state } = search;
  const name = extension.fullName ?? extension.name;
  switch (state.kind) {
    case "idle":
      return <Text className={styles.hint}>{texts.search.start}</Text>;
    case "loading":
      return <Waiting name={name} onCancel={search.cancel} />;
    case "cancelled":
      return (
        <Notice intent="info" onAgain={search.repeat}>
          {texts.search.cancelled}
        </Notice>
      );
    case "problem":
      return (
        <ProblemNotice problem={state.problem} onAgain={search.repeat} onDetails={on.onDetails} />
      );
    case "message": {
      const { error, text, trace, checklist } = state.answer;
      return (
        <Notice
          intent={error ? "error" : "info"}
          trace={error ? trace : undefined}
          onDetails={on.onDetails}
          onAgain={error ? search.repeat : undefined}
          developer={checklist && <Checklist points={checklist} />}
        >
          {text}
        </Notice>
      );
    }
    case "auth":
      return (
        <SignInCard
          key={state.answer.signInId}
          extension={extension}
          answer={state.answer}
          earlier={earlier?.status === "completed" ? undefined : earlier}
          renew={search.renew}
          onCompleted={on.onCompleted}
          onDetails={on.onDetails}
          onSameTab={(id) => query && rememberSearch(id, query)}
        />
      );
    case "results":
      if (state.attachments.length === 0) return <EmptyState command={command} query={query} />;
      return (
        <>
          <ResultList
            {...state}
            onMore={search.more}
            onPick={({ content }, title) => on.onPick({ title, card: content, source: name })}
          />
          {state.pageProblem && (
            <ProblemNotice
              problem={state.pageProblem}
              onAgain={search.more}
              onDetails={on.onDetails}
            />
          )}
        </>
      );
  }
}
