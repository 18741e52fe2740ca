import { Text } from "@fluentui/react-components";
import { useState } from "react";
import type { InstalledApp } from "../../api/apps";
import { Notice } from "../../components/Notice";
import { Panel } from "../../components/Panel";
import { portalTexts } from "../../texts/portal";
import { AuthenticationForm } from "./AuthenticationForm";
import { Binding } from "./Binding";

const words = portalTexts.apps.extension.auth;

interface Props {
  app: InstalledApp;
  /** Whether one is an administrator: what one saves serves at once, and IDs can be bound. */
  admin: boolean;
}

/** *Authentication and authorization*: what the package says, and which registration serves it. */
export function Authentication({ app, admin }: Props) {
  const { configurationId } = app;
  const foreign = configurationId && !configurationId.startsWith("reg_");
  // Outside of the form, which a new version makes anew.
  const [saved, setSaved] = useState<string>();
  return (
    <>
      <Panel title={words.title}>
        {app.waiting ? (
          <Notice intent="info">{words.waiting}</Notice>
        ) : (
          <AuthenticationForm key={app.version} app={app} approves={admin} onSaved={setSaved} />
        )}
        {saved && <Notice intent="success">{saved}</Notice>}
      </Panel>
      {foreign && (
        <Panel title={words.bindTitle}>
          <Text>{words.foreign(configurationId)}</Text>
          {admin ? (
            <Binding app={app} foreignId={configurationId} />
          ) : (
            <Notice intent="info">{words.onlyAdmin}</Notice>
          )}
        </Panel>
      )}
    </>
  );
}
