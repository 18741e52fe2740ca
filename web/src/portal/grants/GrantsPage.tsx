import { Button } from "@fluentui/react-components";
import { PersonKeyRegular } from "@fluentui/react-icons";
import { useState } from "react";
import { useNavigate } from "react-router";
import { mayActAs, type Session } from "../../api/session";
import { EmptyState } from "../../components/EmptyState";
import { GrantList } from "../../components/GrantList";
import { Page } from "../../components/Page";
import { portalTexts } from "../../texts/portal";
import { asked, OWN, Whose } from "./Whose";

const words = portalTexts.grants;

/** Where one is signed in; for an administrator, where the people of the tenant are. */
export function GrantsPage({ session }: { session: Session }) {
  const navigate = useNavigate();
  const [whose, setWhose] = useState(OWN);
  const own = whose.by === "own";
  const query = asked(whose);
  const { title, hint } = own ? words.empty : words.nobody;
  return (
    <Page title={words.title} lead={own ? words.lead : words.leadAll}>
      {mayActAs(session.role, "admin") && <Whose whose={whose} onChange={setWhose} />}
      {query && (
        <GrantList
          key={JSON.stringify(query)}
          asked={query}
          empty={
            <EmptyState icon={<PersonKeyRegular />} title={title} hint={hint}>
              {own && (
                <Button appearance="primary" onClick={() => navigate("/")}>
                  {words.empty.action}
                </Button>
              )}
            </EmptyState>
          }
        />
      )}
    </Page>
  );
}
