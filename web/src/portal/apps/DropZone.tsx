import { Button, makeStyles, mergeClasses, Text, tokens } from "@fluentui/react-components";
import { ArrowUploadRegular } from "@fluentui/react-icons";
import { type DragEvent, useRef, useState } from "react";
import { portalTexts } from "../../texts/portal";

const { uploadPage: words } = portalTexts.apps;

const useStyles = makeStyles({
  root: {
    display: "grid",
    justifyItems: "center",
    rowGap: "8px",
    padding: "40px 24px",
    textAlign: "center",
    border: `2px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  over: {
    border: `2px dashed ${tokens.colorCompoundBrandStroke}`,
    backgroundColor: tokens.colorBrandBackground2,
  },
  icon: { fontSize: "32px", color: tokens.colorBrandForeground1 },
  or: { color: tokens.colorNeutralForeground2 },
});

interface Props {
  disabled: boolean;
  onFile: (file: File) => void;
}

/** Takes a package, dragged or chosen. */
export function DropZone({ disabled, onFile }: Props) {
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === "dragover");
  };
  const drop = (event: DragEvent) => {
    drag(event);
    const file = event.dataTransfer.files[0];
    if (file && !disabled) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button within does the same
    <div
      className={mergeClasses(styles.root, over && styles.over)}
      onDragOver={drag}
      onDragLeave={drag}
      onDrop={drop}
    >
      <ArrowUploadRegular className={styles.icon} aria-hidden />
      <Text weight="semibold">{words.drop}</Text>
      <Text className={styles.or}>{words.or}</Text>
      <Button
        appearance="primary"
        disabledFocusable={disabled}
        onClick={() => input.current?.click()}
      >
        {words.choose}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        hidden
        onChange={({ target }) => {
          const file = target.files?.[0];
          // The same file, mended, can be chosen again.
          target.value = "";
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
