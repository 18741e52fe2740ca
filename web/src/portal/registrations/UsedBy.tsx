import { makeStyles, Text } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import type { InstalledApp } from "../../api/apps";
import type { Registration } from "../../api/registrations";
import { Panel } from "../../components/Panel";
import { RouterLink } from "../../components/RouterLink";
import { portalTexts } from "../../texts/portal";
import { appsQuery } from "../queries";

const { page } = portalTexts.registrations;

const useStyles = makeStyles({
  list: { display: "grid", rowGap: "8px", margin: 0, padding: 0, listStyleType: "none" },
});

/** The apps of the tenant that use a registration. */
export function useAppsOf(id: string): InstalledApp[] | undefined {
  const { data } = useQuery(appsQuery);
  return data?.filter(({ registrationId }) => registrationId === id);
}

export function UsedBy({ registration }: { registration: Registration }) {
  const apps = useAppsOf(registration.id);
  if (!apps) return null;
  return (
    <Panel title={page.usedBy}>
      {apps.length === 0 ? (
        <Text>
          {page.usedByNone} <RouterLink to="/portal/apps">{page.usedByNext}</RouterLink>
        </Text>
      ) : (
        <AppNames apps={apps} />
      )}
    </Panel>
  );
}

export function AppNames({ apps }: { apps: InstalledApp[] }) {
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
