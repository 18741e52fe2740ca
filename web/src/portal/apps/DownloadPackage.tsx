import { Button } from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons";
import { type InstalledApp, packageUrl } from "../../api/apps";
import { portalTexts } from "../../texts/portal";

/** Gives the package of the version that serves, as it will be uploaded to Teams. */
export function DownloadPackage({ app: { appId, name, version } }: { app: InstalledApp }) {
  return (
    <Button
      as="a"
      icon={<ArrowDownloadRegular />}
      href={packageUrl(appId, version)}
      download={`${name}.zip`}
    >
      {portalTexts.apps.page.download}
    </Button>
  );
}
