import { Button, Link, makeStyles } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { beginTestSignIn } from "../../api/doctor";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Panel } from "../../components/Panel";
import { openSignInWindow } from "../../hooks/signInWindow";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";

const { signIn: words } = portalTexts.doctor;

const useStyles = makeStyles({
  row: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "12px 20px" },
});

/** The person's part. The link is made before the click, so that no browser blocks its window. */
export function TestSignIn({ id }: { id: string }) {
  const styles = useStyles();
  const { data, error, refetch } = useQuery({
    queryKey: ["test-sign-in", id],
    queryFn: () => beginTestSignIn(id),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (
    <Panel title={words.title} hint={words.hint}>
      {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
      {!data && !error && <Loading>{words.preparing}</Loading>}
      {data && (
        <div className={styles.row}>
          <Button appearance="primary" onClick={() => openSignInWindow(data.url)}>
            {words.open}
          </Button>
          <Link href={data.url} target="_blank" rel="noreferrer">
            {words.tab}
          </Link>
        </div>
      )}
    </Panel>
  );
}
