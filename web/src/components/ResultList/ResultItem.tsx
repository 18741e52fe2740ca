import { mergeClasses, Text } from "@fluentui/react-components";
import { ImageOffRegular } from "@fluentui/react-icons";
import { useState } from "react";
import type { Attachment } from "../../api/invokeAnswer";
import { texts } from "../../texts";
import { safeImage } from "../AdaptiveCard/urls";
import { useStyles } from "./styles";

interface Props {
  attachment: Attachment;
  layout: "list" | "grid";
  onPick: (title: string) => void;
}

export function ResultItem({ attachment, layout, onPick }: Props) {
  const styles = useStyles();
  const [imageFailed, setImageFailed] = useState(false);
  const preview = attachment.preview?.content ?? {};
  const title = preview.title || texts.search.untitled;
  const image = preview.images?.[0];
  const source = safeImage(image?.url);
  return (
    <button
      type="button"
      className={mergeClasses(styles.item, layout === "grid" && styles.tile)}
      title={texts.search.pick(title)}
      onClick={() => onPick(title)}
    >
      {image && (
        <span className={mergeClasses(styles.frame, layout === "grid" && styles.tileFrame)}>
          {source && !imageFailed ? (
            <img
              className={styles.image}
              src={source}
              alt={image.alt ?? ""}
              onError={() => setImageFailed(true)}
            />
          ) : (
            <ImageOffRegular aria-hidden />
          )}
        </span>
      )}
      <span className={styles.words}>
        <Text weight="semibold" truncate wrap={false} block>
          {title}
        </Text>
        {preview.subtitle && (
          <Text size={200} truncate wrap={false} block className={styles.subtle}>
            {preview.subtitle}
          </Text>
        )}
        {preview.text && (
          <Text size={200} truncate wrap={false} block className={styles.subtle}>
            {preview.text}
          </Text>
        )}
      </span>
    </button>
  );
}
