import { mergeClasses } from "@fluentui/react-components";
import { ChatRegular } from "@fluentui/react-icons";
import { NavLink } from "react-router";
import { mayActAs, type Session } from "../../api/session";
import { Wordmark } from "../../components/Wordmark";
import { portalTexts } from "../../texts/portal";
import { Account } from "./Account";
import { useStyles } from "./navigationStyles";
import { type Place, SECTIONS } from "./places";

interface Props {
  session: Session;
  /** Called when a place was chosen. */
  onGo?: () => void;
}

/** The rooms that the role of the session opens. */
export function Navigation({ session, onGo }: Props) {
  const styles = useStyles();
  const sections = SECTIONS.map(({ title, places }) => ({
    title,
    places: places.filter(({ least }) => mayActAs(session.role, least)),
  })).filter(({ places }) => places.length > 0);
  return (
    <div className={styles.root}>
      <NavLink to="/portal" end className={styles.mark} onClick={onGo}>
        <Wordmark />
        <span className={styles.portal}>{portalTexts.shell.name}</span>
      </NavLink>
      <nav className={styles.nav} aria-label={portalTexts.shell.navigation}>
        {sections.map(({ title, places }) => (
          <div key={title ?? ""} className={styles.section}>
            {title && <h2 className={styles.title}>{title}</h2>}
            <ul className={styles.list}>
              {places.map((place) => (
                <li key={place.to}>
                  <Item place={place} onGo={onGo} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className={styles.foot}>
        <NavLink to="/" className={styles.item} onClick={onGo}>
          <ChatRegular className={styles.icon} aria-hidden />
          {portalTexts.shell.places.chat}
        </NavLink>
        <Account session={session} />
      </div>
    </div>
  );
}

function Item({ place: { to, label, Icon }, onGo }: { place: Place; onGo?: () => void }) {
  const styles = useStyles();
  return (
    <NavLink
      to={to}
      end={to === "/portal"}
      onClick={onGo}
      className={({ isActive }) => mergeClasses(styles.item, isActive && styles.here)}
    >
      <Icon className={styles.icon} aria-hidden />
      {label}
    </NavLink>
  );
}
