import type { Role } from "../../api/session";
import { Page } from "../../components/Page";
import { RouterLink } from "../../components/RouterLink";
import { portalTexts } from "../../texts/portal";

const { notFound, forbidden } = portalTexts.shell;

function Back() {
  return (
    <p>
      <RouterLink to="/portal">{notFound.home}</RouterLink>
    </p>
  );
}

/** For an address that is nowhere. */
export function NotFound() {
  return (
    <Page title={notFound.title} lead={notFound.lead}>
      <Back />
    </Page>
  );
}

/** For a page that the role does not open; the server refuses its data as well. */
export function Forbidden({ needed }: { needed: Role }) {
  return (
    <Page title={forbidden.title} lead={forbidden.lead(needed)}>
      <Back />
    </Page>
  );
}
