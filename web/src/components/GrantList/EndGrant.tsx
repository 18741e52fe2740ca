import { Text } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Revocation } from "../../api/extensions";
import { endGrant, type Grant } from "../../api/grants";
import { asProblem } from "../../hooks/useSearch";
import { grants as texts } from "../../texts/portal/people";
import { ConfirmDialog } from "../ConfirmDialog";

const { remove: words } = texts;

interface Props {
  grant: Grant;
  where: string;
  /** Whose it is, where it is not one's own. */
  whose?: string;
  onClose: () => void;
  onEnded: (revocation: Revocation) => void;
}

export function EndGrant({ grant, where, whose, onClose, onEnded }: Props) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => endGrant(grant.id),
    onSuccess: (revocation) => {
      client.invalidateQueries({ queryKey: ["grants"] });
      client.invalidateQueries({ queryKey: ["extensions"] });
      onEnded(revocation);
    },
  });
  return (
    <ConfirmDialog
      open
      title={whose ? words.titleOf(whose, where) : words.title(where)}
      confirm={words.confirm}
      doing={words.removing}
      cancel={whose ? words.cancelOf : words.cancel}
      busy={end.isPending}
      problem={end.error ? asProblem(end.error) : undefined}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    >
      <Text>{whose ? words.textOf : words.text}</Text>
    </ConfirmDialog>
  );
}
