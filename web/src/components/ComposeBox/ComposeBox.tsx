import { Button, ToggleButton } from "@fluentui/react-components";
import { DismissRegular, SendRegular } from "@fluentui/react-icons";
import { type KeyboardEvent, type Ref, useId, useState } from "react";
import type { Extension } from "../../api/extensions";
import { type CommandChoice, useCommandMenu } from "../../hooks/useCommandMenu";
import type { SentCard } from "../../hooks/useMessages";
import { texts } from "../../texts";
import { AdaptiveCard } from "../AdaptiveCard";
import { CommandMenu, optionId } from "../CommandMenu";
import { ExtensionIcon } from "../ExtensionIcon";
import { useStyles } from "./styles";

interface Props {
  extensions: Extension[];
  openApp?: string;
  card?: SentCard;
  inputRef: Ref<HTMLTextAreaElement>;
  onRemoveCard: () => void;
  onToggle: (extension: Extension) => void;
  onCommand: (choice: CommandChoice) => void;
  onSend: (text: string) => void;
}

export function ComposeBox(props: Props) {
  const { extensions, openApp, card, onSend } = props;
  const styles = useStyles();
  const menuId = useId();
  const [text, setText] = useState("");
  const menu = useCommandMenu(extensions, text, (choice) => pick(choice));

  const pick = (choice: CommandChoice) => {
    setText("");
    props.onCommand(choice);
  };
  const canSend = card !== undefined || text.trim() !== "";
  const send = () => {
    if (!canSend) return;
    onSend(text.trim());
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (menu.onKeyDown(event) || event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  return (
    <div className={styles.root}>
      {menu.open && (
        <CommandMenu
          id={menuId}
          choices={menu.choices}
          active={menu.active}
          word={menu.word}
          onPick={pick}
        />
      )}
      {card && (
        <div className={styles.card}>
          <Button
            className={styles.remove}
            appearance="subtle"
            size="small"
            icon={<DismissRegular />}
            aria-label={texts.compose.removeCard}
            onClick={props.onRemoveCard}
          />
          <AdaptiveCard card={card.card} label={card.title} />
        </div>
      )}
      <textarea
        ref={props.inputRef}
        className={styles.input}
        rows={1}
        value={text}
        placeholder={texts.compose.placeholder}
        aria-label={texts.compose.label}
        aria-controls={menu.open ? menuId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={
          menu.open && menu.choices.length > 0 ? optionId(menuId, menu.active) : undefined
        }
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.bar}>
        <div className={styles.extensions} role="toolbar" aria-label={texts.compose.extensions}>
          {extensions.map((extension) => (
            <ToggleButton
              key={extension.appId}
              appearance="subtle"
              checked={openApp === extension.appId}
              icon={<ExtensionIcon extension={extension} size={20} />}
              title={texts.compose.open(extension.name)}
              onClick={() => props.onToggle(extension)}
            >
              {extension.name}
            </ToggleButton>
          ))}
        </div>
        <Button
          appearance={canSend ? "primary" : "subtle"}
          icon={<SendRegular />}
          disabled={!canSend}
          onClick={send}
        >
          {texts.compose.send}
        </Button>
      </div>
    </div>
  );
}
