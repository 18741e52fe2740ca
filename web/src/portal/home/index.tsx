import { Text } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { mayActAs, type Session } from "../../api/session";
import { Loading } from "../../components/Loading";
import { ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { RouterLink } from "../../components/RouterLink";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { appsQuery, registrationsQuery } from "../queries";
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
  const registrations = useQuery(registrationsQuery);
  const apps = useQuery(appsQuery);
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
          <Steps steps={steps(registrations.data.length, apps.data)} />
        </Panel>
      )}
    </Page>
  );
}

function steps(registrations: number, apps: { name: string; unbound: boolean }[]): StepProps[] {
  const { register, app, bind, use } = home.step;
  const waiting = apps.filter(({ unbound }) => unbound).map(({ name }) => name);
  const bound = apps.length > 0 && waiting.length === 0;
  return [
    {
      ...register,
      to: registrations ? "/portal/registrations" : "/portal/registrations/new",
      state: registrations ? register.done(registrations) : undefined,
    },
    { ...app, to: "/portal/apps", state: apps.length ? app.done(apps.length) : undefined },
    {
      ...bind,
      hint: waiting.length ? bind.waiting(waiting.join(", ")) : bind.hint,
      to: "/portal/apps",
      state: bound ? bind.done : undefined,
    },
    { ...use, to: "/" },
  ];
}
