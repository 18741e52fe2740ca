import type { CardJson } from "../../api/invokeAnswer";
import { texts } from "../../texts";
import { safeImage, safeLink } from "./urls";

const MAX_DEPTH = 40;
const IMAGE_KEYS = new Set(["iconUrl", "poster"]);
/** Inputs may carry a regular expression that takes for ever on hostile text; none is sent anywhere. */
const DROPPED_KEYS = new Set(["regex", "refresh", "authentication", "fallback"]);

/** A copy of the card in which every URL is one that may be opened or loaded. */
export function sanitizeCard(card: CardJson): CardJson {
  return copy(card, 0) as CardJson;
}

function copy(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return undefined;
  if (Array.isArray(value)) {
    return value.map((entry) => copy(entry, depth + 1)).filter((entry) => entry !== undefined);
  }
  return typeof value === "object" && value !== null ? copyObject(value as CardJson, depth) : value;
}

function copyObject(source: CardJson, depth: number): CardJson | undefined {
  const result: CardJson = {};
  for (const [key, value] of Object.entries(source)) {
    if (DROPPED_KEYS.has(key)) continue;
    const kept = copyProperty(source, key, value, depth);
    if (kept !== undefined) result[key] = kept;
  }
  return typeof source.type === "string" && source.type.startsWith("Action.")
    ? sanitizeAction(result)
    : result;
}

function copyProperty(owner: CardJson, key: string, value: unknown, depth: number): unknown {
  if (key === "url") return owner.type === "Action.OpenUrl" ? safeLink(value) : safeImage(value);
  if (IMAGE_KEYS.has(key)) return safeImage(value);
  if (key === "backgroundImage" && typeof value === "string") return safeImage(value);
  if (key === "selectAction" && !isOpenUrl(value)) return undefined;
  return copy(value, depth + 1);
}

function isOpenUrl(value: unknown): boolean {
  const action = value as CardJson | null;
  return action?.type === "Action.OpenUrl" && safeLink(action.url) !== undefined;
}

/** Buttons that would send something to a bot stay to be seen, and say why they do nothing. */
function sanitizeAction(action: CardJson): CardJson {
  switch (action.type) {
    case "Action.OpenUrl":
      return action.url ? action : { ...action, isEnabled: false, tooltip: texts.card.unsafeLink };
    case "Action.ShowCard":
    case "Action.ToggleVisibility":
      return action;
    default:
      return {
        type: "Action.Submit",
        title: action.title,
        isEnabled: false,
        tooltip: texts.card.inert,
      };
  }
}
