import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { Command, CommandContext, Extension } from "../../api/extensions";
import type { SignIn } from "../../api/signIns";
import type { SentCard } from "../../hooks/useMessages";
import { type SearchQuery, useSearch } from "../../hooks/useSearch";
import { texts } from "../../texts";
import { ParameterForm, type Values } from "../ParameterForm";
import { SearchAnswerView } from "./SearchAnswerView";
import { toParameters } from "./toParameters";

const useStyles = makeStyles({
  root: { display: "grid", rowGap: "12px" },
  quiet: { color: tokens.colorNeutralForeground3 },
});

export interface SearchPanelProps {
  extension: Extension;
  command: Command;
  context: CommandContext;
  initial: Values;
  /** Search at once: replayed, or come back from a sign-in in this tab. */
  autorun: boolean;
  earlier?: SignIn;
  onPick: (card: SentCard) => void;
  onTraced: (code: string, query: SearchQuery) => void;
  onDetails: (code: string) => void;
  onSignedIn: () => void;
}

/** A command: its parameters, and whatever came of searching with them. */
export function SearchPanel(props: SearchPanelProps) {
  const { extension, command, context, initial, autorun, earlier } = props;
  const styles = useStyles();
  const search = useSearch(props.onTraced);
  const [query, setQuery] = useState<SearchQuery | null>(null);
  const [account, setAccount] = useState<string | null>(
    earlier?.status === "completed" ? (earlier.account ?? "") : null,
  );

  const run = (values: Values, firstRun = false) => {
    const next = {
      appId: extension.appId,
      commandId: command.id,
      context,
      parameters: firstRun
        ? [{ name: "initialRun", value: "true" }]
        : toParameters(command, values),
    };
    setQuery(next);
    void search.run(next);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the panel opens
  useEffect(() => {
    if (autorun) run(initial);
    else if (command.initialRun) run({}, true);
  }, []);

  const onCompleted = (name?: string) => {
    setAccount(name ?? "");
    props.onSignedIn();
    void search.repeat();
  };
  return (
    <div className={styles.root}>
      <ParameterForm parameters={command.parameters} initial={initial} onSearch={run} />
      {account !== null && (
        <Text size={200} className={styles.quiet} role="status">
          {account ? texts.extension.signedInAs(account) : texts.extension.signedInQuietly}
        </Text>
      )}
      <SearchAnswerView
        search={search}
        query={query}
        extension={extension}
        command={command}
        earlier={earlier}
        onPick={props.onPick}
        onDetails={props.onDetails}
        onCompleted={onCompleted}
      />
    </div>
  );
}
