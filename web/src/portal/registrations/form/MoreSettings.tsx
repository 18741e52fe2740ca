import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Field,
  makeStyles,
  Select,
  Switch,
  Text,
  tokens,
} from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { Panel } from "../../../components/Panel";
import { portalTexts } from "../../../texts/portal";
import { MORE_FIELDS } from "./checks";
import { TextField } from "./TextField";
import type { FormState } from "./useForm";
import type { Values } from "./values";

const { more } = portalTexts.registrations;

const BASIC_PARTS: [Values["basicUser"], string][] = [
  ["clientId", more.basicPart.clientId],
  ["clientSecret", more.basicPart.clientSecret],
  ["empty", more.basicPart.empty],
];

const useStyles = makeStyles({
  panel: { display: "grid", rowGap: "16px", margin: "8px 0 12px", padding: "0 12px" },
  hint: { color: tokens.colorNeutralForeground2 },
  pair: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fit, minmax(240px, 1fr))",
    gap: "16px",
    alignItems: "start",
  },
});

/** What providers need that differ from the standard; opens by itself where a problem stands in it. */
export function MoreSettings({ form }: { form: FormState<Values> }) {
  const styles = useStyles();
  const wrong = MORE_FIELDS.some((field) => form.shown[field]);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (wrong) setOpen(true);
  }, [wrong]);
  const select = <F extends keyof Values>(
    name: F,
    words: { label: string; hint?: string },
    options: [Values[F] & string, string][],
  ) => (
    <Field label={words.label} hint={words.hint} validationMessage={form.shown[name]}>
      <Select
        value={form.values[name] as string}
        onChange={(_event, data) => form.set(name, data.value as Values[F])}
      >
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
    </Field>
  );
  const toggle = (
    name: "redirectUriInQuery" | "stateInTokenRequest",
    words: { label: string; hint: string },
  ) => (
    <Field hint={words.hint} validationMessage={form.shown[name]}>
      <Switch
        label={words.label}
        checked={form.values[name]}
        onChange={(_event, data) => form.set(name, data.checked)}
      />
    </Field>
  );
  return (
    <Panel flush>
      <Accordion
        collapsible
        openItems={open ? ["more"] : []}
        onToggle={(_event, data) => setOpen(data.openItems.includes("more"))}
      >
        <AccordionItem value="more">
          <AccordionHeader as="h2" size="large">
            {more.title}
          </AccordionHeader>
          <AccordionPanel>
            <div className={styles.panel}>
              <Text className={styles.hint}>{more.hint}</Text>
              {select("clientAuthentication", more.clientAuthentication, [
                ["", more.clientAuthentication.unset],
                ["basic", more.clientAuthentication.basic],
                ["basicRaw", more.clientAuthentication.basicRaw],
                ["post", more.clientAuthentication.post],
                ["none", more.clientAuthentication.none],
              ])}
              <div className={styles.pair}>
                {select("tokenRequestFormat", more.tokenRequestFormat, [
                  ["form", more.tokenRequestFormat.form],
                  ["json", more.tokenRequestFormat.json],
                ])}
                {select("scopeSeparator", more.scopeSeparator, [
                  [" ", more.scopeSeparator.space],
                  [",", more.scopeSeparator.comma],
                  ["+", more.scopeSeparator.plus],
                ])}
              </div>
              {form.values.source === "typed" && (
                <div className={styles.pair}>
                  <TextField
                    form={form}
                    name="revocationEndpoint"
                    words={more.revocationEndpoint}
                    type="url"
                  />
                  <TextField
                    form={form}
                    name="userinfoEndpoint"
                    words={more.userinfoEndpoint}
                    type="url"
                  />
                </div>
              )}
              <TextField
                form={form}
                name="authorizationParameters"
                words={more.authorizationParameters}
                lines={2}
              />
              <div className={styles.pair}>
                <TextField
                  form={form}
                  name="tokenParameters"
                  words={more.tokenParameters}
                  lines={2}
                />
                <TextField
                  form={form}
                  name="refreshParameters"
                  words={more.refreshParameters}
                  lines={2}
                />
              </div>
              <div className={styles.pair}>
                <TextField
                  form={form}
                  name="refreshMarginSeconds"
                  words={more.refreshMarginSeconds}
                />
                <TextField form={form} name="reuseWindowSeconds" words={more.reuseWindowSeconds} />
                <TextField
                  form={form}
                  name="defaultLifetimeSeconds"
                  words={more.defaultLifetimeSeconds}
                />
              </div>
              <div className={styles.pair}>
                {select("expiresInUnit", more.expiresInUnit, [
                  ["seconds", more.expiresInUnit.seconds],
                  ["milliseconds", more.expiresInUnit.milliseconds],
                ])}
                {select("basicUser", more.basicUser, BASIC_PARTS)}
                {select("basicPassword", more.basicPassword, BASIC_PARTS)}
              </div>
              {toggle("redirectUriInQuery", more.redirectUriInQuery)}
              {toggle("stateInTokenRequest", more.stateInTokenRequest)}
              <div className={styles.pair}>
                <TextField form={form} name="accountPointer" words={more.accountPointer} />
                <TextField form={form} name="tokenPointer" words={more.tokenPointer} />
              </div>
              {form.values.restrictByApp === "ExistingApp" && (
                <TextField form={form} name="admittedApps" words={more.admittedApps} lines={2} />
              )}
            </div>
          </AccordionPanel>
        </AccordionItem>
      </Accordion>
    </Panel>
  );
}
