import { afterEach, expect, test, vi } from "vitest";
import { setCsrfToken } from "./client";
import { portal } from "./portal";
import { Problem } from "./problem";

function answering(response: Response) {
  const sent: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(request);
    return response;
  });
  return sent;
}

afterEach(() => {
  vi.unstubAllGlobals();
  setCsrfToken("");
});

test("a change carries the token and a content type that no form can send", async () => {
  setCsrfToken("csrf");
  const sent = answering(Response.json({ id: "reg_x", redirectUrl: "https://x" }, { status: 201 }));
  const { data } = await portal.POST("/api/v1/registrations/reserve");
  expect(data?.id).toBe("reg_x");
  expect(sent[0]?.headers.get("X-CSRF-Token")).toBe("csrf");
  expect(sent[0]?.headers.get("Content-Type")).toBe("application/json");
});

test("a problem is thrown with its status and code", async () => {
  answering(Response.json({ code: "registration_not_found" }, { status: 404 }));
  const asked = portal.GET("/api/v1/registrations/{id}", { params: { path: { id: "reg_x" } } });
  await expect(asked).rejects.toMatchObject({ status: 404, code: "registration_not_found" });
  await expect(asked).rejects.toBeInstanceOf(Problem);
});

test("a server that cannot be reached is a problem too", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("network");
  });
  await expect(portal.GET("/api/v1/apps")).rejects.toMatchObject({ code: "unreachable" });
});
