import { lazy, type ReactNode, Suspense } from "react";
import { Route, Routes } from "react-router";
import { mayActAs, type Role, type Session } from "../../api/session";
import { Loading } from "../../components/Loading";
import { portalTexts } from "../../texts/portal";
import { Home } from "../home";
import { Forbidden, NotFound } from "./Elsewhere";

const registrations = () => import("../registrations");
const RegistrationList = lazy(async () => ({ default: (await registrations()).RegistrationList }));
const NewRegistration = lazy(async () => ({ default: (await registrations()).NewRegistration }));
const RegistrationPage = lazy(async () => ({ default: (await registrations()).RegistrationPage }));
const EditRegistration = lazy(async () => ({ default: (await registrations()).EditRegistration }));
const apiKeys = () => import("../apiKeys");
const ApiKeyList = lazy(async () => ({ default: (await apiKeys()).ApiKeyList }));
const NewApiKey = lazy(async () => ({ default: (await apiKeys()).NewApiKey }));
const ApiKeyPage = lazy(async () => ({ default: (await apiKeys()).ApiKeyPage }));
const EditApiKey = lazy(async () => ({ default: (await apiKeys()).EditApiKey }));
const apps = () => import("../apps");
const AppList = lazy(async () => ({ default: (await apps()).AppList }));
const NewAppPage = lazy(async () => ({ default: (await apps()).NewAppPage }));
const UploadPage = lazy(async () => ({ default: (await apps()).UploadPage }));
const AppPage = lazy(async () => ({ default: (await apps()).AppPage }));
const MessageExtensionPage = lazy(async () => ({ default: (await apps()).MessageExtensionPage }));
const DoctorPage = lazy(async () => ({ default: (await import("../doctor")).DoctorPage }));
const GrantsPage = lazy(async () => ({ default: (await import("../grants")).GrantsPage }));
const RolesPage = lazy(async () => ({ default: (await import("../roles")).RolesPage }));
const SessionsPage = lazy(async () => ({ default: (await import("../sessions")).SessionsPage }));
const inspector = () => import("../inspector");
const TraceListPage = lazy(async () => ({ default: (await inspector()).TraceListPage }));
const TracePage = lazy(async () => ({ default: (await inspector()).TracePage }));

/** Each page loads when one goes there. */
export function Pages({ session }: { session: Session }) {
  const only = (least: Role, page: ReactNode) =>
    mayActAs(session.role, least) ? page : <Forbidden needed={least} />;
  return (
    <Suspense fallback={<Loading>{portalTexts.shell.opening}</Loading>}>
      <Routes>
        <Route index element={<Home session={session} />} />
        <Route path="apps">
          <Route index element={only("developer", <AppList />)} />
          <Route path="new" element={only("developer", <NewAppPage />)} />
          <Route path="upload" element={only("developer", <UploadPage />)} />
          <Route path=":id" element={only("developer", <AppPage session={session} />)} />
          <Route
            path=":id/message-extension"
            element={only("developer", <MessageExtensionPage session={session} />)}
          />
        </Route>
        <Route path="registrations">
          <Route index element={only("developer", <RegistrationList />)} />
          <Route path="new" element={only("developer", <NewRegistration session={session} />)} />
          <Route path=":id" element={only("developer", <RegistrationPage />)} />
          <Route path=":id/test" element={only("developer", <DoctorPage />)} />
          <Route path=":id/edit" element={only("developer", <EditRegistration />)} />
        </Route>
        <Route path="api-keys">
          <Route index element={only("developer", <ApiKeyList />)} />
          <Route path="new" element={only("developer", <NewApiKey />)} />
          <Route path=":id" element={only("developer", <ApiKeyPage />)} />
          <Route path=":id/edit" element={only("developer", <EditApiKey />)} />
        </Route>
        <Route path="grants" element={<GrantsPage session={session} />} />
        <Route path="sessions" element={<SessionsPage session={session} />} />
        <Route path="roles" element={only("admin", <RolesPage />)} />
        <Route path="inspector">
          <Route index element={<TraceListPage />} />
          <Route path=":code" element={<TracePage />} />
        </Route>
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}
