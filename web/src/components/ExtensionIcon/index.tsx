import { Avatar } from "@fluentui/react-components";
import type { Extension } from "../../api/extensions";

interface Props {
  extension: Pick<Extension, "name" | "iconUrl">;
  size?: 20 | 24 | 32 | 48;
}

export function ExtensionIcon({ extension, size = 24 }: Props) {
  return (
    <Avatar
      aria-hidden
      shape="square"
      size={size}
      color="brand"
      name={extension.name}
      image={extension.iconUrl ? { src: extension.iconUrl, alt: "" } : undefined}
    />
  );
}
