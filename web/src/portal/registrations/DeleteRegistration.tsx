import { Text } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { deleteRegistration, type Registration } from "../../api/registrations";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { AppNames, useAppsOf } from "./UsedBy";

const { remove } = portalTexts.registrations;

interface Props {
  registration: Registration;
  open: boolean;
  onClose: () => void;
}

/** Asks, and names what breaks. */
export function DeleteRegistration({ registration: { id, name }, open, onClose }: Props) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const apps = useAppsOf(id) ?? [];
  const removal = useMutation({
    mutationFn: () => deleteRegistration(id),
    onSuccess: async () => {
      await navigate("/portal/registrations");
      client.removeQueries({ queryKey: ["registrations", id] });
      client.invalidateQueries({ queryKey: ["registrations"] });
      client.invalidateQueries({ queryKey: ["apps"] });
    },
  });
  return (
    <ConfirmDialog
      open={open}
      title={remove.title(name)}
      confirm={remove.confirm}
      doing={remove.removing}
      cancel={remove.cancel}
      busy={removal.isPending}
      problem={removal.error ? asProblem(removal.error) : undefined}
      onConfirm={() => removal.mutate()}
      onClose={onClose}
    >
      <Text>{apps.length > 0 ? remove.breaks(apps.length) : remove.breaksNone}</Text>
      {apps.length > 0 && <AppNames apps={apps} />}
      <Text>{remove.grants}</Text>
    </ConfirmDialog>
  );
}
