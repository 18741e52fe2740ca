import { Badge, Text } from "@fluentui/react-components";
import type { Registration } from "../../api/registrations";
import { Facts } from "../../components/Facts";
import { Notice } from "../../components/Notice";
import { Panel } from "../../components/Panel";
import { portalTexts } from "../../texts/portal";

const { app, oauth, more, page } = portalTexts.registrations;

/** What was entered, and what is missing before the store. */
export function RegistrationFacts({ registration }: { registration: Registration }) {
  const { restrictByOrg, restrictByApp, appId } = registration;
  const missing = [
    restrictByOrg === "MyOrganization" && page.forStore.org,
    restrictByApp === "AnyApp" && page.forStore.app,
  ].filter((word) => word !== false);
  return (
    <>
      <Panel
        title={app.title}
        actions={<Badge appearance="outline">{page.version(registration.version)}</Badge>}
      >
        <Facts
          facts={[
            [app.name.label, registration.name],
            [app.baseUrl.label, registration.baseUrl],
            [app.org.label, app.org[restrictByOrg].label],
            [
              app.app.label,
              appId ? `${app.app[restrictByApp].label}: ${appId}` : app.app[restrictByApp].label,
            ],
          ]}
        />
        {missing.length > 0 && (
          <Notice intent="info">
            <Text weight="semibold" block>
              {page.forStore.title}
            </Text>
            {missing.map((word) => (
              <Text key={word} block>
                {word}
              </Text>
            ))}
          </Notice>
        )}
      </Panel>
      <Panel title={oauth.title}>
        <Facts
          facts={[
            [oauth.clientId.label, registration.clientId],
            [page.secret, registration.hasSecret ? page.secretKept : page.secretNone],
            ...(registration.issuer
              ? [[oauth.issuer.label, registration.issuer] as [string, string]]
              : []),
            [oauth.authorizationEndpoint.label, registration.authorizationEndpoint],
            [oauth.tokenEndpoint.label, registration.tokenEndpoint],
            [oauth.refreshEndpoint.label, registration.refreshEndpoint ?? page.blankRefresh],
            [oauth.scope.label, registration.scopes.join(" ") || page.none],
            ["PKCE", registration.pkce ? page.yes : page.no],
            [
              more.clientAuthentication.label,
              more.clientAuthentication[registration.clientAuthentication],
            ],
          ]}
        />
      </Panel>
    </>
  );
}
