import { Button, Select, Text, useRestoreFocusTarget } from "@fluentui/react-components";
import { LinkRegular, PeopleRegular, PersonAddRegular } from "@fluentui/react-icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { findPersons, giveRole, isLocal, linkPerson, type Person } from "../../api/persons";
import { ROLES, type Role } from "../../api/session";
import type { Column } from "../../components/DataTable";
import { Facts } from "../../components/Facts";
import { Notice, ProblemNotice } from "../../components/Notice";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { SearchList } from "../list/SearchList";
import { AddPerson } from "./AddPerson";
import { EnterLink } from "./EnterLink";

const words = portalTexts.roles;

/** The people of the tenant and what each may do. */
export function RolesPage() {
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  // A dialog gives the focus back to what opened it.
  const opener = useRestoreFocusTarget();
  const reload = () => client.invalidateQueries({ queryKey: ["persons"] });
  const save = useMutation({
    mutationFn: ({ person, role }: { person: Person; role: Role }) => giveRole(person, role),
    // Also after a refusal: somebody else may have changed the person.
    onSettled: reload,
  });
  const link = useMutation({ mutationFn: ({ name }: Person) => linkPerson(name) });
  const problem = save.error ?? link.error;
  const columns: Column<Person>[] = [
    {
      id: "name",
      label: words.columns.name,
      cell: ({ displayName }) => <Text weight="semibold">{displayName}</Text>,
    },
    {
      id: "login",
      label: words.columns.login,
      minor: true,
      cell: ({ name, provider }) => (provider ? words.at(name, provider) : name),
    },
    {
      id: "role",
      label: words.columns.role,
      cell: (person) => (
        <Select
          aria-label={words.roleOf(person.displayName)}
          disabled={!isLocal(person)}
          title={isLocal(person) ? undefined : words.byGroups}
          value={person.role}
          onChange={(_event, { value }) => save.mutate({ person, role: value as Role })}
        >
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {words.role[role]}
            </option>
          ))}
        </Select>
      ),
    },
    {
      id: "link",
      label: words.columns.link,
      cell: (person) =>
        isLocal(person) ? (
          <Button
            {...opener}
            icon={<LinkRegular />}
            aria-label={words.linkOf(person.displayName)}
            onClick={() => link.mutate(person)}
          >
            {words.link}
          </Button>
        ) : (
          words.byProvider
        ),
    },
  ];
  return (
    <SearchList
      words={words}
      icon={<PeopleRegular />}
      create={
        <Button
          {...opener}
          appearance="primary"
          icon={<PersonAddRegular />}
          onClick={() => setAdding(true)}
        >
          {words.add}
        </Button>
      }
      queryKey={["persons"]}
      load={findPersons}
      columns={columns}
      rowKey={({ issuer, name }) => `${issuer} ${name}`}
      notice={
        <>
          {problem && <ProblemNotice problem={asProblem(problem)} />}
          {save.data && (
            <Notice intent="success">
              {words.saved(save.data.displayName, words.role[save.data.role])}
            </Notice>
          )}
        </>
      }
    >
      <Facts facts={ROLES.map((role) => [words.role[role], words.may[role]])} />
      <AddPerson
        open={adding}
        onClose={() => setAdding(false)}
        onAdded={() => {
          setAdding(false);
          reload();
        }}
      />
      {link.data && (
        <EnterLink name={link.variables.displayName} url={link.data} onClose={link.reset} />
      )}
    </SearchList>
  );
}
