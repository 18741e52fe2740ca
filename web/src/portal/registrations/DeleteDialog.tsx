import { Text } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import type { RegistrationUses } from "../../api/registrations";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { usesQuery } from "../queries";
import { AppNames } from "./UsedBy";

const { remove: words } = portalTexts.registrations;

interface Props {
  id: string;
  name: string;
  /** What ends with it beside the apps. */
  ends: (uses?: RegistrationUses) => string;
  remove: () => Promise<void>;
  /** The first part of its queries' keys, and the list to go back to. */
  queryKey: string;
  list: string;
  open: boolean;
  onClose: () => void;
}

/** Asks, and names what breaks. */
export function DeleteDialog(props: Props) {
  const { id, name, ends, remove, queryKey, list, open, onClose } = props;
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data: uses } = useQuery({ ...usesQuery(id), enabled: open });
  const apps = uses?.apps ?? [];
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      await navigate(list);
      client.removeQueries({ queryKey: [queryKey, id] });
      client.invalidateQueries({ queryKey: [queryKey] });
      client.invalidateQueries({ queryKey: ["apps"] });
    },
    // After a change by somebody else the page shows what there is now; deleting it is asked anew.
    onError: () => client.invalidateQueries({ queryKey: [queryKey, id] }),
  });
  return (
    <ConfirmDialog
      open={open}
      title={words.title(name)}
      confirm={words.confirm}
      doing={words.removing}
      cancel={words.cancel}
      busy={removal.isPending}
      problem={removal.error ? asProblem(removal.error) : undefined}
      onConfirm={() => removal.mutate()}
      onClose={onClose}
    >
      <Text>{apps.length > 0 ? words.breaks(apps.length) : words.breaksNone}</Text>
      {apps.length > 0 && <AppNames apps={apps} />}
      <Text>{ends(uses)}</Text>
    </ConfirmDialog>
  );
}
