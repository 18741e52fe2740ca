import { expect, it } from "vitest";
import { recallQuery, rememberQuery } from "./replay";

const query = (word: string) => ({
  appId: "app_1",
  commandId: "list",
  context: "compose" as const,
  parameters: [{ name: "word", value: word }],
});

it("gives back what was searched for, and forgets the oldest", () => {
  for (let index = 0; index < 60; index += 1) rememberQuery(`C${index}`, query(String(index)));
  expect(recallQuery("C59")).toEqual(query("59"));
  expect(recallQuery("C10")).toEqual(query("10"));
  expect(recallQuery("C9")).toBeUndefined();
  rememberQuery("C59", query("again"));
  expect(recallQuery("C59")).toEqual(query("again"));
});
