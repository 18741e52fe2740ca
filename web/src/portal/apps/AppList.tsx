import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { AddRegular, AppsRegular, ArrowUploadRegular } from "@fluentui/react-icons";
import { useNavigate } from "react-router";
import { findApps, type InstalledApp, iconUrl } from "../../api/apps";
import type { Column } from "../../components/DataTable";
import { ExtensionIcon } from "../../components/ExtensionIcon";
import { RouterLink } from "../../components/RouterLink";
import { Time } from "../../components/Time";
import { portalTexts } from "../../texts/portal";
import { SearchList } from "../list/SearchList";
import { Registered } from "./Registered";

const words = portalTexts.apps;

const useStyles = makeStyles({
  name: { display: "flex", alignItems: "center", columnGap: "12px" },
  words: { display: "grid", justifyItems: "start", minWidth: 0 },
  id: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
});

const COLUMNS: Column<InstalledApp>[] = [
  { id: "name", label: words.columns.name, cell: (app) => <Name app={app} /> },
  {
    id: "version",
    label: words.columns.version,
    minor: true,
    cell: ({ appVersion }) => appVersion,
  },
  {
    id: "auth",
    label: words.columns.auth,
    minor: true,
    cell: ({ authType }) => words.auth[authType],
  },
  { id: "state", label: words.columns.state, cell: (app) => <Registered app={app} /> },
  {
    id: "changed",
    label: words.columns.changed,
    minor: true,
    cell: ({ changedAt }) => <Time at={changedAt} />,
  },
];

function Name({ app: { appId, name, manifestId } }: { app: InstalledApp }) {
  const styles = useStyles();
  return (
    <span className={styles.name}>
      <ExtensionIcon extension={{ name, iconUrl: iconUrl(appId) }} size={32} />
      <span className={styles.words}>
        <RouterLink to={`/portal/apps/${appId}`}>{name}</RouterLink>
        <code className={styles.id}>{manifestId}</code>
      </span>
    </span>
  );
}

/** The apps of the tenant, by name. */
export function AppList() {
  const navigate = useNavigate();
  return (
    <SearchList
      words={words}
      icon={<AppsRegular />}
      create={
        <>
          <Button icon={<AddRegular />} onClick={() => navigate("/portal/apps/new")}>
            {words.newApp.title}
          </Button>
          <Button
            appearance="primary"
            icon={<ArrowUploadRegular />}
            onClick={() => navigate("/portal/apps/upload")}
          >
            {words.upload}
          </Button>
        </>
      }
      queryKey={["apps"]}
      load={findApps}
      columns={COLUMNS}
      rowKey={({ appId }) => appId}
    />
  );
}
