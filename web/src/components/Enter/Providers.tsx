import { Button } from "@fluentui/react-components";
import { useMutation, useQuery } from "@tanstack/react-query";
import { getProviders, leaveFor } from "../../api/providers";
import { asProblem } from "../../hooks/useSearch";
import { texts } from "../../texts";
import { ProblemNotice } from "../Notice";

const words = texts.enter;

/** A button for each provider by which one may sign in; nothing where there is none. */
export function Providers() {
  const { data, error, refetch } = useQuery({
    queryKey: ["providers"],
    queryFn: ({ signal }) => getProviders(signal),
  });
  const leave = useMutation({
    mutationFn: (provider: string) =>
      leaveFor(provider, location.pathname.startsWith("/portal") ? "portal" : "chat"),
    onSuccess: (url) => location.assign(url),
  });
  const away = leave.isPending || leave.isSuccess;
  return (
    <>
      {data?.map(({ id, name }) => (
        <Button
          key={id}
          appearance="primary"
          size="large"
          disabled={away}
          onClick={() => leave.mutate(id)}
        >
          {away && leave.variables === id ? words.leavingFor(name) : words.signInWith(name)}
        </Button>
      ))}
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
      {leave.error && <ProblemNotice problem={asProblem(leave.error)} />}
    </>
  );
}
