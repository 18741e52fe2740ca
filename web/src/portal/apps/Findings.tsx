import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { Panel } from "../../components/Panel";
import { type LineMark, SourceView } from "../../components/SourceView";
import type { Place } from "../../lib/place";
import { portalTexts } from "../../texts/portal";

const { findings: words } = portalTexts.apps;

const useStyles = makeStyles({
  list: { display: "grid", rowGap: "12px", margin: 0, paddingInlineStart: "20px" },
  where: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
});

export interface Finding {
  place: Place;
  severity: "error" | "warning";
  message: string;
}

interface Props {
  findings: Finding[];
  /** The package's text files by name, where they are at hand. */
  sources?: Map<string, string>;
}

/** What was found in a package, file by file, under the lines where it stands. */
export function Findings({ findings, sources }: Props) {
  const files = [...new Set(findings.map(({ place }) => place.file))];
  return files.map((file) => {
    const here = findings.filter(({ place }) => place.file === file);
    return (
      <Panel key={file} title={file} hint={words.count(here.length)}>
        <OfFile file={file} findings={here} source={sources?.get(file)} />
      </Panel>
    );
  });
}

interface OfFileProps {
  file: string;
  findings: Finding[];
  source?: string;
}

function OfFile({ file, findings, source }: OfFileProps) {
  const inSource = findings.filter(({ place }) => source !== undefined && place.line);
  const others = findings.filter((finding) => !inSource.includes(finding));
  const marks = inSource.map<LineMark>(({ place, severity, message }) => ({
    line: place.line ?? 0,
    severity,
    note: message,
  }));
  return (
    <>
      {others.length > 0 && <List findings={others} />}
      {source !== undefined && marks.length > 0 && (
        <SourceView label={words.source(file)} source={source} marks={marks} />
      )}
    </>
  );
}

function List({ findings }: { findings: Finding[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {findings.map(({ place, message }) => (
        <li key={`${message} ${place.pointer ?? ""} ${place.line ?? ""}`}>
          <Text block>{message}</Text>
          <Where place={place} />
        </li>
      ))}
    </ul>
  );
}

function Where({ place: { line, column, pointer } }: { place: Place }) {
  const styles = useStyles();
  const text = line ? `${line}:${column}` : pointer;
  return text ? <code className={styles.where}>{text}</code> : null;
}
