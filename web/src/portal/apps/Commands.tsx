import { Badge, makeStyles, Text, tokens } from "@fluentui/react-components";
import type { Command, Parameter } from "../../api/extensions";
import { Panel } from "../../components/Panel";
import { RouterLink } from "../../components/RouterLink";
import { portalTexts } from "../../texts/portal";

const { extension: words } = portalTexts.apps;

const useStyles = makeStyles({
  list: { display: "grid", margin: 0, padding: 0, listStyleType: "none" },
  command: {
    display: "grid",
    rowGap: "8px",
    padding: "16px 0",
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    ":first-child": { borderTopStyle: "none", paddingTop: 0 },
    ":last-child": { paddingBottom: 0 },
  },
  head: { display: "flex", flexWrap: "wrap", alignItems: "baseline", gap: "4px 12px" },
  id: { fontFamily: tokens.fontFamilyMonospace, color: tokens.colorNeutralForeground2 },
  subtle: { color: tokens.colorNeutralForeground2 },
  parameters: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fill, minmax(min(260px, 100%), 1fr))",
    gap: "8px",
    margin: 0,
    padding: 0,
    listStyleType: "none",
  },
  parameter: {
    display: "grid",
    rowGap: "2px",
    padding: "8px 12px",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
});

interface Props {
  commands: Command[];
  /** Where the doctor tests a command; absent where nobody signs in. */
  test?: (command: string) => string;
}

/** The commands of a message extension, and what each asks for. */
export function Commands({ commands, test }: Props) {
  const styles = useStyles();
  return (
    <Panel title={words.commands}>
      <ul className={styles.list}>
        {commands.map((command) => (
          <li key={command.id} className={styles.command}>
            <div className={styles.head}>
              <Text weight="semibold">{command.title}</Text>
              <Text size={200} className={styles.id}>
                {command.id}
              </Text>
              <Text size={200} className={styles.subtle}>
                {command.contexts.map((context) => words.contexts[context]).join(", ")}
              </Text>
              {command.initialRun && <Badge appearance="outline">{words.initialRun}</Badge>}
              {test && <RouterLink to={test(command.id)}>{words.test(command.title)}</RouterLink>}
            </div>
            {command.description && (
              <Text size={200} className={styles.subtle}>
                {command.description}
              </Text>
            )}
            {command.operation && (
              <Text size={200} className={styles.subtle}>
                <code>{command.operation}</code> · {words.template} <code>{command.template}</code>
              </Text>
            )}
            <ul className={styles.parameters} aria-label={words.parameters}>
              {command.parameters.map((parameter) => (
                <ParameterItem key={parameter.name} parameter={parameter} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function ParameterItem({ parameter }: { parameter: Parameter }) {
  const styles = useStyles();
  const { name, title, inputType, required } = parameter;
  return (
    <li className={styles.parameter}>
      <Text>{title}</Text>
      <Text size={200} className={styles.subtle}>
        <code>{name}</code> · {inputType} · {required ? words.required : words.optional}
      </Text>
    </li>
  );
}
