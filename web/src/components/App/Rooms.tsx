import { makeStyles, tokens } from "@fluentui/react-components";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Navigate, Outlet, Route, Routes, useParams } from "react-router";
import { getSession, type Session } from "../../api/session";
import type { Fragment } from "../../hooks/fragment";
import { asProblem } from "../../hooks/useSearch";
import { texts } from "../../texts";
import { Enter, NoSession } from "../Enter";
import { Loading } from "../Loading";
import { ProblemNotice } from "../Notice";
import { Rail } from "../Rail";

const Chat = lazy(async () => ({ default: (await import("../Chat")).Chat }));
const Settings = lazy(async () => ({ default: (await import("../Settings")).Settings }));
const Portal = lazy(async () => ({ default: (await import("../../portal")).Portal }));

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
  if (isPending) return <Loading page>{texts.enter.who}</Loading>;
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
    <Suspense fallback={<Loading page>{texts.rail.opening}</Loading>}>
      <Routes>
        <Route path="/portal/*" element={<Portal session={session} />} />
        <Route path="/inspector" element={<Navigate to="/portal/inspector" replace />} />
        <Route path="/inspector/:code" element={<ToTrace />} />
        <Route element={<BesideRail session={session} />}>
          <Route path="/settings" element={<Settings />} />
          <Route path="*" element={<Chat owner={owner} resume={fragment.resume} />} />
        </Route>
      </Routes>
    </Suspense>
  );
}

/** Traces have moved into the portal; codes in old links still lead to them. */
function ToTrace() {
  return <Navigate to={`/portal/inspector/${useParams().code}`} replace />;
}

function BesideRail({ session }: { session: Session }) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <Rail session={session} />
      <div className={styles.room}>
        <Outlet />
      </div>
    </div>
  );
}
