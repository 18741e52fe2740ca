import { Button, Select, Text } from "@fluentui/react-components";
import { LinkRegular, PersonAddRegular } from "@fluentui/react-icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { getPersons, isLocal, linkPerson, type Person, savePerson } from "../../api/persons";
import { ROLES, type Role } from "../../api/session";
import { type Column, DataTable } from "../../components/DataTable";
import { Facts } from "../../components/Facts";
import { Loading } from "../../components/Loading";
import { Notice, ProblemNotice } from "../../components/Notice";
import { Page } from "../../components/Page";
import { Panel } from "../../components/Panel";
import { asProblem } from "../../hooks/useSearch";
import { portalTexts } from "../../texts/portal";
import { AddPerson } from "./AddPerson";
import { EnterLink } from "./EnterLink";

const words = portalTexts.roles;

/** The people of the tenant and what each may do. */
export function RolesPage() {
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["persons"],
    queryFn: ({ signal }) => getPersons(signal),
  });
  const save = useMutation({
    mutationFn: savePerson,
    onSuccess: () => client.invalidateQueries({ queryKey: ["persons"] }),
  });
  const link = useMutation({ mutationFn: ({ name }: Person) => linkPerson(name) });
  const problem = error ?? save.error ?? link.error;
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
          onChange={(_event, { value }) => save.mutate({ ...person, role: value as Role })}
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
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <Button appearance="primary" icon={<PersonAddRegular />} onClick={() => setAdding(true)}>
          {words.add}
        </Button>
      }
    >
      {isPending && <Loading>{portalTexts.shell.loading(words.what)}</Loading>}
      {problem && <ProblemNotice problem={asProblem(problem)} onAgain={() => refetch()} />}
      {save.data && (
        <Notice intent="success">
          {words.saved(save.data.displayName, words.role[save.data.role])}
        </Notice>
      )}
      {data && (
        <Panel flush>
          <DataTable
            label={words.title}
            columns={columns}
            rows={data}
            rowKey={({ issuer, name }) => `${issuer} ${name}`}
          />
        </Panel>
      )}
      <Facts facts={ROLES.map((role) => [words.role[role], words.may[role]])} />
      <AddPerson
        open={adding}
        onClose={() => setAdding(false)}
        onAdded={() => {
          setAdding(false);
          client.invalidateQueries({ queryKey: ["persons"] });
        }}
      />
      {link.data && (
        <EnterLink name={link.variables.displayName} url={link.data} onClose={link.reset} />
      )}
    </Page>
  );
}
