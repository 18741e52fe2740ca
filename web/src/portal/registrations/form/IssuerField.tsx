import { Button, makeStyles, Text } from "@fluentui/react-components";
import { useMutation } from "@tanstack/react-query";
import { type Discovered, discover } from "../../../api/registrations";
import { Facts } from "../../../components/Facts";
import { Notice, ProblemNotice } from "../../../components/Notice";
import { asProblem } from "../../../hooks/useSearch";
import { portalTexts } from "../../../texts/portal";
import { checkUrl } from "./checks";
import { TextField } from "./TextField";
import type { FormState } from "./useForm";
import type { Values } from "./values";

const { oauth, more } = portalTexts.registrations;
const words = oauth.issuer;

const useStyles = makeStyles({
  root: { display: "grid", rowGap: "12px" },
  button: { justifySelf: "start" },
});

/** The issuer, and the endpoints that it names: read when the field is left, and again on saving. */
export function IssuerField({ form }: { form: FormState<Values> }) {
  const styles = useStyles();
  const issuer = form.values.issuer.trim();
  const lookUp = useMutation({ mutationFn: (asked: string) => discover(asked) });
  const usable = issuer !== "" && checkUrl(issuer) === undefined;
  const asked = lookUp.variables === issuer;
  const ask = () => usable && lookUp.mutate(issuer);
  return (
    <div className={styles.root}>
      <TextField
        form={form}
        name="issuer"
        words={words}
        type="url"
        required
        onLeave={() => !asked && ask()}
      />
      <Button
        className={styles.button}
        disabled={!usable}
        disabledFocusable={lookUp.isPending}
        onClick={ask}
      >
        {lookUp.isPending ? words.finding : words.find}
      </Button>
      {asked && lookUp.error && <ProblemNotice problem={asProblem(lookUp.error)} />}
      {asked && lookUp.data && (
        <Notice intent="success">
          <Text block>{words.found}</Text>
          <Facts facts={facts(lookUp.data)} />
        </Notice>
      )}
    </div>
  );
}

function facts(found: Discovered): [string, string][] {
  const { revocationEndpoint, userinfoEndpoint, clientAuthentication } = found;
  const all: [string, string | null | undefined][] = [
    [oauth.authorizationEndpoint.label, found.authorizationEndpoint],
    [oauth.tokenEndpoint.label, found.tokenEndpoint],
    [more.revocationEndpoint.label, revocationEndpoint],
    [more.userinfoEndpoint.label, userinfoEndpoint],
    [
      more.clientAuthentication.label,
      clientAuthentication && more.clientAuthentication[clientAuthentication],
    ],
  ];
  return all.flatMap(([label, value]) => (value ? [[label, value] as [string, string]] : []));
}
