import { Text } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { type InstalledApp, removeApp } from "../../api/apps";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";

const { remove: words } = portalTexts.apps;

interface Props {
  app: InstalledApp;
  open: boolean;
  onClose: () => void;
}

export function RemoveApp({ app, open, onClose }: Props) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: () => removeApp(app),
    onSuccess: async () => {
      await navigate("/portal/apps");
      client.removeQueries({ queryKey: ["apps", app.appId] });
      client.invalidateQueries({ queryKey: ["apps", "list"] });
      client.invalidateQueries({ queryKey: ["extensions"] });
    },
  });
  return (
    <ConfirmDialog
      open={open}
      title={words.title(app.name)}
      confirm={words.confirm}
      doing={words.removing}
      cancel={words.cancel}
      busy={removal.isPending}
      problem={removal.error ? asProblem(removal.error) : undefined}
      onConfirm={() => removal.mutate()}
      onClose={onClose}
    >
      <Text>{words.text}</Text>
    </ConfirmDialog>
  );
}
