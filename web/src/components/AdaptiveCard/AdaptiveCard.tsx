import { useEffect, useRef, useState } from "react";
import type { CardJson } from "../../api/invokeAnswer";
import { texts } from "../../texts";
import { renderCard } from "./renderCard";
import { useStyles } from "./styles";

/** An Adaptive Card, drawn by the vendor's renderer with everything it may load or open checked. */
export default function AdaptiveCard({ card, label }: { card: CardJson; label: string }) {
  const styles = useStyles();
  const host = useRef<HTMLElement>(null);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    try {
      const drawn = renderCard(card);
      host.current?.replaceChildren(...(drawn ? [drawn] : []));
      setBroken(!drawn);
    } catch {
      setBroken(true);
    }
  }, [card]);
  return (
    <>
      {broken && <p>{texts.card.notShown}</p>}
      <section ref={host} className={styles.card} aria-label={label} hidden={broken} />
    </>
  );
}
