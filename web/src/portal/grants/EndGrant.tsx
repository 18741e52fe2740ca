import { Text } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Revocation } from "../../api/extensions";
import { endGrant, type Grant } from "../../api/grants";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";

const { remove: words } = portalTexts.grants;

interface Props {
  grant: Grant;
  where: string;
  onClose: () => void;
  onEnded: (revocation: Revocation) => void;
}

export function EndGrant({ grant, where, onClose, onEnded }: Props) {
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
      title={words.title(where)}
      confirm={words.confirm}
      doing={words.removing}
      cancel={words.cancel}
      busy={end.isPending}
      problem={end.error ? asProblem(end.error) : undefined}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    >
      <Text>{words.text}</Text>
    </ConfirmDialog>
  );
}
