import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from "@fluentui/react-components";
import { CopyValue } from "../../components/CopyValue";
import { portalTexts } from "../../texts/portal";

const words = portalTexts.roles;

interface Props {
  name: string;
  url: string;
  onClose: () => void;
}

/** A link that lets somebody in once, to be handed on. */
export function EnterLink({ name, url, onClose }: Props) {
  return (
    <Dialog open onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.linkTitle(name)}</DialogTitle>
          <DialogContent>
            <CopyValue label={words.linkLabel} value={url} hint={words.linkHint} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{words.linkClose}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
