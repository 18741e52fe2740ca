import { makeStyles, tokens } from "@fluentui/react-components";
import { RouterLink } from "../../components/RouterLink";

const useStyles = makeStyles({
  root: { display: "grid", justifyItems: "start", rowGap: "2px" },
  id: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
});

interface Props {
  to: string;
  id: string;
  name: string;
}

/** How a registration stands in a list: the name leads to it, the ID is what manifests carry. */
export function NameAndId({ to, id, name }: Props) {
  const styles = useStyles();
  return (
    <span className={styles.root}>
      <RouterLink to={to}>{name}</RouterLink>
      <code className={styles.id}>{id}</code>
    </span>
  );
}
