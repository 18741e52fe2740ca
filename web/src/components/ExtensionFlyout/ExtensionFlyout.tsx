import { Button, Subtitle2, Tab, TabList, Text } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";
import { useState } from "react";
import type { CommandContext, Extension } from "../../api/extensions";
import type { SignIn } from "../../api/signIns";
import type { SentCard } from "../../hooks/useMessages";
import type { SearchQuery } from "../../hooks/useSearch";
import { useSignOut } from "../../hooks/useSignOut";
import { texts } from "../../texts";
import { ExtensionIcon } from "../ExtensionIcon";
import { ExtensionMenu } from "../ExtensionMenu";
import { Notice } from "../Notice";
import type { Values } from "../ParameterForm";
import { SearchPanel } from "../SearchPanel";
import { useStyles } from "./styles";

export interface FlyoutProps {
  extension: Extension;
  commandId?: string;
  context: CommandContext;
  initial?: Values;
  autorun?: boolean;
  earlier?: SignIn;
  onClose: () => void;
  onPick: (card: SentCard) => void;
  onTraced: (code: string, query: SearchQuery) => void;
  onDetails: (code: string) => void;
  onChanged: () => void;
}

/** An extension, open over the compose box. */
export function ExtensionFlyout(props: FlyoutProps) {
  const { extension, context, onClose, onChanged } = props;
  const styles = useStyles();
  const commands = extension.commands.filter(({ contexts }) => contexts.includes(context));
  const [commandId, setCommandId] = useState(props.commandId ?? commands[0]?.id);
  const command = commands.find(({ id }) => id === commandId) ?? commands[0];
  const { words, round, leave } = useSignOut(onChanged);
  const isFirst = command?.id === (props.commandId ?? commands[0]?.id) && round === 0;
  return (
    <section
      className={styles.root}
      aria-label={extension.name}
      onKeyDown={(event) => event.key === "Escape" && !event.defaultPrevented && onClose()}
    >
      <div className={styles.head}>
        <ExtensionIcon extension={extension} />
        <div className={styles.names}>
          <Subtitle2 as="h2">{extension.name}</Subtitle2>
          {extension.publisher && (
            <Text size={200} className={styles.publisher} truncate wrap={false}>
              {texts.extension.publisher(extension.publisher)}
            </Text>
          )}
        </div>
        <ExtensionMenu extension={extension} onSignOut={leave} />
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={texts.extension.close}
          onClick={onClose}
        />
      </div>
      {commands.length > 1 && (
        <TabList
          className={styles.tabs}
          aria-label={texts.extension.commands}
          selectedValue={command?.id}
          onTabSelect={(_event, data) => setCommandId(String(data.value))}
        >
          {commands.map(({ id, title }) => (
            <Tab key={id} value={id}>
              {title}
            </Tab>
          ))}
        </TabList>
      )}
      <div className={styles.body}>
        {words && <Notice intent="success">{words}</Notice>}
        {command && (
          <SearchPanel
            key={`${command.id} ${round}`}
            extension={extension}
            command={command}
            context={context}
            initial={isFirst ? (props.initial ?? {}) : {}}
            autorun={isFirst && props.autorun === true}
            earlier={isFirst ? props.earlier : undefined}
            onPick={props.onPick}
            onTraced={props.onTraced}
            onDetails={props.onDetails}
            onSignedIn={onChanged}
          />
        )}
      </div>
    </section>
  );
}
