import { Badge, makeStyles, Text, tokens } from "@fluentui/react-components";
import type { Finding } from "../../api/doctor";
import { Panel } from "../../components/Panel";
import { portalTexts } from "../../texts/portal";
import { Words } from "./Words";

const { doctor: words } = portalTexts;

const useStyles = makeStyles({
  list: { display: "grid", rowGap: "24px", margin: 0, padding: 0, listStyleType: "none" },
  head: { display: "flex", flexWrap: "wrap", alignItems: "baseline", gap: "4px 12px" },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  facts: {
    display: "grid",
    gridTemplateColumns: "max-content 1fr",
    gap: "4px 16px",
    margin: "8px 0 0",
    "@media (max-width: 560px)": { gridTemplateColumns: "1fr" },
  },
  name: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, overflowWrap: "anywhere" },
});

/** What was found: seen, meant, to be done. */
export function TestFindings({ findings }: { findings: Finding[] }) {
  const styles = useStyles();
  return (
    <Panel title={words.findings}>
      <ul className={styles.list}>
        {findings.map((finding) => (
          <li key={`${finding.code} ${finding.endpoint ?? ""}`}>
            <div className={styles.head}>
              <Badge appearance="tint" color={finding.severity === "error" ? "danger" : "warning"}>
                {words.severities[finding.severity]}
              </Badge>
              <Text weight="semibold">{finding.title}</Text>
              <code className={styles.code}>{finding.code}</code>
            </div>
            <dl className={styles.facts}>
              <Fact name={words.seen} value={finding.seen} />
              <Fact name={words.means} value={finding.means} />
              <Fact name={words.fix} value={finding.fix} />
            </dl>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>
        <Words>{value}</Words>
      </dd>
    </>
  );
}
