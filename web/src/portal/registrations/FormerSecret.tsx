import { Button, Text } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Registration, swapSecrets } from "../../api/registrations";
import { Notice, ProblemNotice } from "../../components/Notice";
import { Panel } from "../../components/Panel";
import { Time } from "../../components/Time";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";

const { former: words } = portalTexts.registrations.page;

/** The client secret that a newer one replaced, while it is kept: the way back. */
export function FormerSecret({ registration }: { registration: Registration }) {
  const client = useQueryClient();
  const { id, version, formerSecretUntil } = registration;
  const swap = useMutation({
    mutationFn: () => swapSecrets(id, version),
    onSuccess: (saved) => client.setQueryData(["registrations", id], saved),
    onError: () => client.invalidateQueries({ queryKey: ["registrations", id] }),
  });
  return (
    <Panel title={words.title}>
      <Text>
        {formerSecretUntil && (
          <>
            {words.until} <Time at={formerSecretUntil} />.{" "}
          </>
        )}
        {words.text}
      </Text>
      {swap.error && <ProblemNotice problem={asProblem(swap.error)} />}
      {swap.isSuccess && <Notice intent="success">{words.swapped}</Notice>}
      <div>
        <Button disabledFocusable={swap.isPending} onClick={() => swap.mutate()}>
          {swap.isPending ? words.swapping : words.swap}
        </Button>
      </div>
    </Panel>
  );
}
