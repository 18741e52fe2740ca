import { makeStyles, mergeClasses, Text, tokens } from "@fluentui/react-components";
import type { CommandChoice } from "../../hooks/useCommandMenu";
import { texts } from "../../texts";
import { ExtensionIcon } from "../ExtensionIcon";

const useStyles = makeStyles({
  root: {
    position: "absolute",
    insetInline: 0,
    bottom: "calc(100% + 8px)",
    zIndex: 2,
    padding: "4px",
    maxHeight: "320px",
    overflowY: "auto",
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow16,
  },
  option: {
    display: "flex",
    alignItems: "center",
    columnGap: "12px",
    padding: "8px",
    cursor: "pointer",
    borderRadius: tokens.borderRadiusMedium,
    border: "1px solid transparent",
    ":hover": { backgroundColor: tokens.colorSubtleBackgroundHover },
  },
  active: {
    backgroundColor: tokens.colorSubtleBackgroundSelected,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  words: { display: "grid", minWidth: 0 },
  subtle: { color: tokens.colorNeutralForeground2 },
});

interface Props {
  id: string;
  choices: CommandChoice[];
  active: number;
  word: string;
  onPick: (choice: CommandChoice) => void;
}

export const optionId = (menu: string, index: number) => `${menu}-${index}`;

/** The commands that `/` offers. The focus stays in the compose box, which names the active one. */
export function CommandMenu({ id, choices, active, word, onPick }: Props) {
  const styles = useStyles();
  return (
    <div id={id} role="listbox" aria-label={texts.compose.commands} className={styles.root}>
      {choices.length === 0 && <div className={styles.option}>{texts.compose.noCommand(word)}</div>}
      {choices.map((choice, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the compose box handles the keys
        <div
          key={`${choice.extension.appId} ${choice.command.id}`}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={mergeClasses(styles.option, index === active && styles.active)}
          onClick={() => onPick(choice)}
        >
          <ExtensionIcon extension={choice.extension} size={32} />
          <span className={styles.words}>
            <Text weight="semibold">{choice.command.title}</Text>
            <Text size={200} className={styles.subtle} truncate wrap={false}>
              {[choice.extension.name, choice.command.description].filter(Boolean).join(" · ")}
            </Text>
          </span>
        </div>
      ))}
    </div>
  );
}
