import { makeStyles } from "@fluentui/react-components";
import type { InstalledApp } from "../../api/apps";
import { Panel } from "../../components/Panel";
import { portalTexts } from "../../texts/portal";

const { extension: words } = portalTexts.apps;

const useStyles = makeStyles({
  list: { display: "grid", rowGap: "4px", margin: 0, padding: 0, listStyleType: "none" },
});

/** The OpenAPI description, the templates and whatever else the package holds. */
export function PackageFiles({ app }: { app: InstalledApp }) {
  const styles = useStyles();
  return (
    <Panel title={words.files} hint={words.filesHint}>
      <ul className={styles.list}>
        {app.files.map((file) => (
          <li key={file}>
            <code>{file}</code>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
