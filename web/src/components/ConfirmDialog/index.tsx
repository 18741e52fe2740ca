import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { Problem } from "../../api/problem";
import { ProblemNotice } from "../Notice";

const useStyles = makeStyles({
  content: { display: "grid", rowGap: "12px" },
  danger: {
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorStatusDangerBackground3,
    ":hover": {
      color: tokens.colorNeutralForegroundOnBrand,
      backgroundColor: tokens.colorStatusDangerBackground3Hover,
    },
    ":hover:active": {
      color: tokens.colorNeutralForegroundOnBrand,
      backgroundColor: tokens.colorStatusDangerBackground3Pressed,
    },
  },
});

interface Props {
  open: boolean;
  title: string;
  confirm: string;
  /** Stands on the button while it is being done. */
  doing: string;
  cancel: string;
  busy: boolean;
  /** Whether what it breaks is not known yet: until then it is not confirmed. */
  unknown?: boolean;
  problem?: Problem;
  onConfirm: () => void;
  onClose: () => void;
  /** What it breaks. */
  children: ReactNode;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: Props) {
  const { open, title, busy, unknown = false, problem, onClose, children, ...words } = props;
  const styles = useStyles();
  return (
    <Dialog open={open} modalType="alert" onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            {children}
            {problem && <ProblemNotice problem={problem} />}
          </DialogContent>
          <DialogActions>
            <Button
              appearance="primary"
              className={styles.danger}
              disabledFocusable={busy || unknown}
              onClick={words.onConfirm}
            >
              {busy ? words.doing : words.confirm}
            </Button>
            <Button onClick={onClose}>{words.cancel}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
