import type { Session } from "../../api/session";
import { useMediaQuery } from "../../hooks/useMediaQuery";
import { portalTexts } from "../../texts/portal";
import { NarrowBar } from "./NarrowBar";
import { Navigation } from "./Navigation";
import { Pages } from "./Pages";
import { useStyles } from "./styles";

/** The developer portal: navigation beside the page, or behind a button where there is no room. */
export function Portal({ session }: { session: Session }) {
  const styles = useStyles();
  const wide = useMediaQuery("(min-width: 900px)");
  return (
    <div className={styles.root}>
      <a href="#content" className={styles.skip}>
        {portalTexts.shell.skip}
      </a>
      {wide ? (
        <header className={styles.side}>
          <Navigation session={session} />
        </header>
      ) : (
        <NarrowBar session={session} />
      )}
      <main id="content" tabIndex={-1} className={styles.main}>
        <Pages session={session} />
      </main>
    </div>
  );
}
