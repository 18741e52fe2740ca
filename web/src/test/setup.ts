import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// What is waited for comes, but not in a second on a machine that is at work with other things.
configure({ asyncUtilTimeout: 10_000 });

// Nothing is drawn here: what would move is at its end at once.
Reflect.deleteProperty(Element.prototype, "animate");

afterEach(() => {
  cleanup();
  sessionStorage.clear();
});
