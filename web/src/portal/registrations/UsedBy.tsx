import { makeStyles, Text } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import type { RegistrationUses } from "../../api/registrations";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Panel } from "../../components/Panel";
import { RouterLink } from "../../components/RouterLink";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { usesQuery } from "../queries";

const { page } = portalTexts.registrations;

const useStyles = makeStyles({
  list: { display: "grid", rowGap: "8px", margin: 0, padding: 0, listStyleType: "none" },
});

interface Props {
  id: string;
  /** Whether people sign in under it. */
  signsIn?: boolean;
}

/** The apps of the tenant that use a registration, and how many people are signed in under it. */
export function UsedBy({ id, signsIn = true }: Props) {
  const { data, error, refetch } = useQuery(usesQuery(id));
  if (!data) {
    return (
      <Panel title={page.usedBy}>
        {error && <ProblemNotice problem={asProblem(error)} onAgain={() => refetch()} />}
        {!error && <Loading>{page.usedByLoading}</Loading>}
      </Panel>
    );
  }
  return (
    <Panel title={page.usedBy}>
      {data.apps.length === 0 ? (
        <Text>
          {page.usedByNone} <RouterLink to="/portal/apps">{page.usedByNext}</RouterLink>
        </Text>
      ) : (
        <AppNames apps={data.apps} />
      )}
      {signsIn && <Text>{page.usedByPeople(data.users)}</Text>}
    </Panel>
  );
}

export function AppNames({ apps }: { apps: RegistrationUses["apps"] }) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {apps.map(({ appId, name }) => (
        <li key={appId}>
          <RouterLink to={`/portal/apps/${appId}`}>{name}</RouterLink>
        </li>
      ))}
    </ul>
  );
}
