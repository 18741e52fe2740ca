import { Text } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import type { RegistrationUses } from "../../api/registrations";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { usesQuery } from "../queries";
import { AppNames } from "./UsedBy";

const { remove: words } = portalTexts.registrations;

interface Props {
  id: string;
  name: string;
  /** What ends with it beside the apps. */
  ends: (uses: RegistrationUses) => string;
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
  const { data: uses, error, refetch } = useQuery({ ...usesQuery(id), enabled: open });
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
      unknown={uses === undefined}
      problem={removal.error ? asProblem(removal.error) : undefined}
      onConfirm={() => removal.mutate()}
      onClose={onClose}
    >
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
      {!uses && !error && <Loading>{words.looking}</Loading>}
      {uses && (
        <>
          <Text>{uses.apps.length > 0 ? words.breaks(uses.apps.length) : words.breaksNone}</Text>
          {uses.apps.length > 0 && <AppNames apps={uses.apps} />}
          <Text>{ends(uses)}</Text>
        </>
      )}
    </ConfirmDialog>
  );
}
