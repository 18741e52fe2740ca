import { Text } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import type { InstalledApp } from "../../api/apps";
import type { ListPage } from "../../api/list";
import type { Registration } from "../../api/registrations";
import { mayActAs, type Session } from "../../api/session";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { RouterLink } from "../../components/RouterLink";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { someAppsQuery, someRegistrationsQuery } from "../queries";
import { type StepProps, Steps } from "./Steps";

const { home, shell } = portalTexts;

/** Where one stands on the way from an API to a working extension. */
export function Home({ session }: { session: Session }) {
  return mayActAs(session.role, "developer") ? (
    <DeveloperHome name={session.user.name} />
  ) : (
    <MemberHome name={session.user.name} />
  );
}

function MemberHome({ name }: { name: string }) {
  return (
    <Page title={home.title(name)} lead={home.member.lead}>
      <Panel>
        <Text>
          <RouterLink to="/portal/grants">{home.member.grants}</RouterLink>
        </Text>
        <Text>
          <RouterLink to="/portal/inspector">{home.member.inspector}</RouterLink>
        </Text>
      </Panel>
    </Page>
  );
}

function DeveloperHome({ name }: { name: string }) {
  const registrations = useQuery(someRegistrationsQuery);
  const apps = useQuery(someAppsQuery);
  const error = registrations.error ?? apps.error;
  const again = () => {
    registrations.refetch();
    apps.refetch();
  };
  return (
    <Page title={home.title(name)} lead={home.lead}>
      {error && <ProblemNotice problem={asProblem(error)} onAgain={again} />}
      {(registrations.isPending || apps.isPending) && <Loading>{shell.opening}</Loading>}
      {registrations.data && apps.data && (
        <Panel title={home.steps}>
          <Steps steps={steps(registrations.data, apps.data)} />
        </Panel>
      )}
    </Page>
  );
}

/** By the first page of each: whoever has more has long been through. */
function steps(registrations: ListPage<Registration>, apps: ListPage<InstalledApp>): StepProps[] {
  const { register, app, bind, use } = home.step;
  const waiting = apps.rows.filter(({ unbound }) => unbound).map(({ name }) => name);
  const bound = apps.rows.length > 0 && waiting.length === 0;
  const said = <T,>({ rows, next }: ListPage<T>, done: (count: number, more: boolean) => string) =>
    rows.length > 0 ? done(rows.length, next !== undefined) : undefined;
  return [
    {
      ...register,
      to: registrations.rows.length ? "/portal/registrations" : "/portal/registrations/new",
      state: said(registrations, register.done),
    },
    { ...app, to: "/portal/apps", state: said(apps, app.done) },
    {
      ...bind,
      hint: waiting.length ? bind.waiting(waiting.join(", ")) : bind.hint,
      to: "/portal/apps",
      state: bound ? bind.done(apps.rows.length, apps.next !== undefined) : undefined,
    },
    { ...use, to: "/" },
  ];
}
