import { Button, OverlayDrawer, useRestoreFocusTarget } from "@fluentui/react-components";
import { DismissRegular, NavigationRegular } from "@fluentui/react-icons";
import { useState } from "react";
import type { Session } from "../../api/session";
import { Wordmark } from "../../components/Wordmark";
import { portalTexts } from "../../texts/portal";
import { Navigation } from "./Navigation";
import { useStyles } from "./styles";

/** The bar of small screens: the navigation opens over the page. */
export function NarrowBar({ session }: { session: Session }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  // The drawer gives the focus back to what opened it.
  const opener = useRestoreFocusTarget();
  const { shell } = portalTexts;
  return (
    <header className={styles.bar}>
      <Button
        {...opener}
        appearance="subtle"
        icon={<NavigationRegular />}
        aria-label={shell.openNavigation}
        aria-expanded={open}
        onClick={() => setOpen(true)}
      />
      <Wordmark />
      <OverlayDrawer
        className={styles.drawer}
        open={open}
        onOpenChange={(_event, data) => setOpen(data.open)}
        aria-label={shell.navigation}
      >
        <Navigation session={session} onGo={() => setOpen(false)} />
        <Button
          className={styles.close}
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={shell.closeNavigation}
          onClick={() => setOpen(false)}
        />
      </OverlayDrawer>
    </header>
  );
}
