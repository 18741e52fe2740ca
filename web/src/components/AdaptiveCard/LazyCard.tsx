import { Skeleton, SkeletonItem } from "@fluentui/react-components";
import { lazy, Suspense } from "react";
import type { CardJson } from "../../api/invokeAnswer";

// The renderer weighs as much as the rest of the page: it is fetched with the first card.
const AdaptiveCard = lazy(() => import("./AdaptiveCard"));

export function LazyCard(props: { card: CardJson; label: string }) {
  const placeholder = (
    <Skeleton aria-label={props.label}>
      <SkeletonItem size={96} />
    </Skeleton>
  );
  return (
    <Suspense fallback={placeholder}>
      <AdaptiveCard {...props} />
    </Suspense>
  );
}
