import { makeStyles, Text } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import type { RegistrationUses } from "../../api/registrations";
import { Panel } from "../../components/Panel";
import { RouterLink } from "../../components/RouterLink";
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
  const { data } = useQuery(usesQuery(id));
  if (!data) return null;
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
