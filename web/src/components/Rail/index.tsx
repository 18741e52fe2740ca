import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { AppsListDetailRegular, ChatRegular } from "@fluentui/react-icons";
import { NavLink } from "react-router";
import type { Session } from "../../api/session";
import { texts } from "../../texts";
import { Mark } from "../Mark";
import { PersonSwitcher } from "../PersonSwitcher";
import { ThemeMenu } from "../ThemeMenu";

const useStyles = makeStyles({
  root: {
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    flexShrink: 0,
    width: "68px",
    padding: "12px 0",
    rowGap: "8px",
    boxSizing: "border-box",
    backgroundColor: tokens.colorNeutralBackground3,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    "@media (max-width: 640px)": {
      order: 2,
      flexDirection: "row",
      justifyContent: "space-around",
      width: "100%",
      padding: "4px 8px",
      borderRight: "none",
      borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    },
  },
  mark: { paddingBottom: "8px", "@media (max-width: 640px)": { display: "none" } },
  link: {
    display: "grid",
    justifyItems: "center",
    rowGap: "2px",
    width: "60px",
    padding: "6px 0",
    fontSize: tokens.fontSizeBase100,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: "none",
    borderRadius: tokens.borderRadiusMedium,
    ":hover": { backgroundColor: tokens.colorNeutralBackground3Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    "& svg": { fontSize: "22px" },
  },
  here: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  space: { flexGrow: 1, "@media (max-width: 640px)": { display: "none" } },
});

const PLACES = [
  { to: "/", end: true, label: texts.rail.chat, Icon: ChatRegular },
  { to: "/portal", end: false, label: texts.rail.portal, Icon: AppsListDetailRegular },
];

export function Rail({ session }: { session: Session }) {
  const styles = useStyles();
  return (
    <nav className={styles.root} aria-label={texts.rail.navigation}>
      <span className={styles.mark}>
        <Mark size={32} />
      </span>
      {PLACES.map(({ to, end, label, Icon }) => (
        <NavLink
          key={to}
          to={to}
          end={end}
          className={({ isActive }) => mergeClasses(styles.link, isActive && styles.here)}
        >
          <Icon aria-hidden />
          {label}
        </NavLink>
      ))}
      <span className={styles.space} />
      <ThemeMenu />
      <PersonSwitcher session={session} />
    </nav>
  );
}
