import { Text } from "@fluentui/react-components";
import type { InstalledApp } from "../../api/apps";
import { Facts } from "../../components/Facts";
import { Notice } from "../../components/Notice";
import { Panel } from "../../components/Panel";
import { RouterLink } from "../../components/RouterLink";
import { portalTexts } from "../../texts/portal";
import { Binding } from "./Binding";

const { extension, auth: kinds } = portalTexts.apps;
const words = extension.auth;

interface Props {
  app: InstalledApp;
  mayBind: boolean;
}

/** *Authentication and authorization*: what the package says, and which registration serves it. */
export function Authentication({ app, mayBind }: Props) {
  const { authType, configurationId, registrationId } = app;
  const foreign = configurationId && !configurationId.startsWith("reg_");
  return (
    <Panel title={words.title}>
      <Facts
        facts={[
          [words.type, kinds[authType]],
          ...(configurationId
            ? [[words.inPackage, <code key="id">{configurationId}</code>] as const]
            : []),
          ...(registrationId
            ? [[words.bound, <Link key="to" id={registrationId} />] as const]
            : []),
        ].map(([name, value]) => [name, value])}
      />
      {authType === "none" && <Text>{words.none}</Text>}
      {authType === "entraSso" && <Notice intent="info">{words.entraSso}</Notice>}
      {authType === "oAuth" && !foreign && <Text>{words.own}</Text>}
      {authType === "oAuth" && foreign && (
        <>
          <Text>{words.foreign}</Text>
          {mayBind ? (
            <Binding app={app} foreignId={configurationId} />
          ) : (
            <Notice intent="info">{words.onlyAdmin}</Notice>
          )}
        </>
      )}
    </Panel>
  );
}

function Link({ id }: { id: string }) {
  return (
    <RouterLink to={`/portal/registrations/${id}`}>
      <code>{id}</code>
    </RouterLink>
  );
}
