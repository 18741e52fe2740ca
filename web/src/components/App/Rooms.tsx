import { makeStyles, Spinner, tokens } from "@fluentui/react-components";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Route, Routes } from "react-router";
import { getSession } from "../../api/session";
import type { Fragment } from "../../hooks/fragment";
import { asProblem } from "../../hooks/useSearch";
import { Chat } from "../Chat";
import { Enter, NoSession } from "../Enter";
import { TraceListPage, TracePage } from "../Inspector";
import { ProblemNotice } from "../Notice";
import { Rail } from "../Rail";

const useStyles = makeStyles({
  root: {
    display: "flex",
    height: "100dvh",
    backgroundColor: tokens.colorNeutralBackground2,
    "@media (max-width: 640px)": { flexDirection: "column" },
  },
  room: { flexGrow: 1, minWidth: 0, minHeight: 0, display: "flex" },
});

/** Whoever has a session gets the rooms; a link that lets somebody in comes first. */
export function Rooms({ fragment }: { fragment: Fragment }) {
  const styles = useStyles();
  const client = useQueryClient();
  const [code, setCode] = useState(fragment.enter);
  const {
    data: session,
    error,
    isPending,
    refetch,
  } = useQuery({
    queryKey: ["session"],
    queryFn: ({ signal }) => getSession(signal),
  });
  if (isPending) return <Spinner className={styles.root} />;
  if (code) {
    return (
      <Enter
        code={code}
        onEntered={(entered) => {
          client.setQueryData(["session"], entered);
          setCode(undefined);
        }}
      />
    );
  }
  if (error) return <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />;
  if (!session) return <NoSession />;
  const owner = `${session.tenant.id}/${session.user.name}`;
  return (
    <div className={styles.root}>
      <Rail session={session} />
      <div className={styles.room}>
        <Routes>
          <Route path="/inspector" element={<TraceListPage />} />
          <Route path="/inspector/:code" element={<TracePage />} />
          <Route path="*" element={<Chat owner={owner} resume={fragment.resume} />} />
        </Routes>
      </div>
    </div>
  );
}
