import * as cards from "adaptivecards";
import type { CardJson } from "../../api/invokeAnswer";
import { hostConfig } from "./hostConfig";
import { renderMarkdown } from "./markdown";
import { sanitizeCard } from "./sanitizeCard";
import { openLink } from "./urls";

const NOT_SHOWN = ["Media", "Carousel", "CarouselPage"];

cards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = renderMarkdown(text);
  result.didProcess = true;
};

function context(): cards.SerializationContext {
  const result = new cards.SerializationContext();
  const elements = new cards.CardObjectRegistry<cards.CardElement>();
  cards.GlobalRegistry.populateWithDefaultElements(elements);
  for (const name of NOT_SHOWN) elements.unregister(name);
  result.setElementRegistry(elements);
  return result;
}

/** Draws a card; nothing when the renderer cannot make sense of it. */
export function renderCard(json: CardJson): HTMLElement | undefined {
  if (json.type !== "AdaptiveCard") return undefined;
  const card = new cards.AdaptiveCard();
  card.hostConfig = new cards.HostConfig(hostConfig);
  card.onExecuteAction = (action) => {
    if (action instanceof cards.OpenUrlAction) openLink(action.url);
  };
  card.onAnchorClicked = (_element, anchor) => {
    openLink(anchor.href);
    return true;
  };
  card.parse(sanitizeCard(json), context());
  return card.render();
}
