/**
 * The process killed at each point of a refresh and of a code exchange (decision 11), under each
 * way of a provider with refresh tokens: the grant works or says "sign in again", never loops.
 */

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Killable, LATER } from "../harness/kill/killable.mjs";
import { Visitor } from "../harness/kill/visitor.mjs";
import { until } from "../harness/wait.mjs";

/** Where nothing has been sent, and the row does not say that it was. */
const UNSENT = ["before-intent", "after-intent"];
/** Where the row says that it was sent, and nothing came of it. */
const UNKNOWN = ["sent", "headers", "body", "sealed", "before-commit"];
/** Where what came is in the store. */
const COMMITTED = ["after-commit", "before-reply"];

/** Requests that the provider has seen when the process is killed there. */
const seenAt = (point) => (UNSENT.includes(point) || point === "sent" ? 0 : 1);

let opened;
const open = () => (opened ??= Killable.start());
after(async () => (await opened?.catch(() => undefined))?.stop());

/** Plays a case at each point, one after the other, and says at which one it failed. */
function story(name, mode, points, play) {
  test(name, { timeout: 60_000 }, async () => {
    const cloakroom = await open();
    for (const point of points) {
      try {
        await cloakroom.begin(mode);
        await play(cloakroom, point);
      } catch (error) {
        throw new Error(`killed at ${point}: ${error.message}`, { cause: error });
      }
    }
  });
}

/** Invokes six times: the answer is the same each time, and costs requests at the first alone. */
async function settled(cloakroom, visitor) {
  const { type, error } = await visitor.invoke();
  const { refreshes, exchanges } = await cloakroom.counters();
  for (let n = 0; n < 5; n += 1) {
    const again = await visitor.invoke();
    assert.deepEqual([again.type, again.error], [type, error]);
  }
  const now = await cloakroom.counters();
  assert.deepEqual([now.refreshes, now.exchanges], [refreshes, exchanges], "it loops");
  assert.equal(now.reuses, 0, "a spent refresh token came again");
  assert.equal(now.codeReplays, 0);
  return { type, error, refreshes, exchanges };
}

// --- Refreshes ---------------------------------------------------------------------------------

/** Karin is signed in, her token has expired, and the process dies in the refresh. */
async function killRefresh(cloakroom, point) {
  const karin = await cloakroom.enter();
  await karin.signIn();
  await cloakroom.restart({ fault: `refresh.${point}=kill`, after: LATER });
  await cloakroom.killedBy(() => karin.invoke());
  assert.equal((await cloakroom.counters()).refreshes, seenAt(point));
  await cloakroom.restart();
  return karin;
}

/** Results, after so many refreshes in all; and the refresh token in the store is the live one. */
async function worksOn(cloakroom, karin, refreshes) {
  assert.deepEqual(await settled(cloakroom, karin), {
    ...{ type: "result", error: null },
    ...{ refreshes, exchanges: 1 },
  });
  await cloakroom.restart({ after: LATER });
  assert.deepEqual(await settled(cloakroom, karin), {
    ...{ type: "result", error: null },
    ...{ refreshes: refreshes + 1, exchanges: 1 },
  });
}

/** A sign-in card that says why, no further request; and a new sign-in is all it takes. */
async function asksToSignIn(cloakroom, karin, refreshes) {
  assert.deepEqual(await settled(cloakroom, karin), {
    ...{ type: "auth", error: "refresh_outcome_unknown" },
    ...{ refreshes, exchanges: 1 },
  });
  await karin.signIn();
  assert.deepEqual(await settled(cloakroom, karin), {
    ...{ type: "result", error: null },
    ...{ refreshes, exchanges: 2 },
  });
}

const refreshes = {
  unsent: async (cloakroom, point) => worksOn(cloakroom, await killRefresh(cloakroom, point), 1),
  unknown: async (cloakroom, point) =>
    asksToSignIn(cloakroom, await killRefresh(cloakroom, point), seenAt(point)),
  repeated: async (cloakroom, point) =>
    worksOn(cloakroom, await killRefresh(cloakroom, point), seenAt(point) + 1),
  committed: async (cloakroom, point) => worksOn(cloakroom, await killRefresh(cloakroom, point), 1),
};

story(
  "strict rotation: killed before the refresh token was sent, the next invoke sends it (REL-01)",
  "strict",
  UNSENT,
  refreshes.unsent,
);
story(
  "strict rotation: killed after it was sent, the old token is not sent again and a new sign-in is asked for (REL-01, SEC-TOKEN-05)",
  "strict",
  UNKNOWN,
  refreshes.unknown,
);
story(
  "strict rotation: killed after the commit, the new tokens are used and the next refresh goes well (REL-01, SEC-TOKEN-04)",
  "strict",
  COMMITTED,
  refreshes.committed,
);
story(
  "a reuse window: killed before the refresh token was sent, the next invoke sends it (REL-01)",
  "window",
  UNSENT,
  refreshes.unsent,
);
story(
  "a reuse window: killed after it was sent, the old token is sent once more within the window (REL-01, SEC-TOKEN-05)",
  "window",
  UNKNOWN,
  refreshes.repeated,
);
story(
  "a reuse window: killed after the commit, the new tokens are used and the next refresh goes well (REL-01, SEC-TOKEN-04)",
  "window",
  COMMITTED,
  refreshes.committed,
);
story(
  "no rotation: killed before the refresh token was sent, the next invoke sends it (REL-01)",
  "off",
  UNSENT,
  refreshes.unsent,
);
story(
  "no rotation: killed after it was sent, a new sign-in is asked for, since nobody said that a repeat is safe (REL-01, SEC-TOKEN-05)",
  "off",
  UNKNOWN,
  refreshes.unknown,
);
story(
  "no rotation: killed after the commit, the new tokens are used and the next refresh goes well (REL-01, SEC-TOKEN-04)",
  "off",
  COMMITTED,
  refreshes.committed,
);

story(
  "a reuse window: killed twice, the old token is not sent a third time (REL-01, SEC-TOKEN-05)",
  "window",
  ["headers"],
  async (cloakroom, point) => {
    const karin = await cloakroom.enter();
    await karin.signIn();
    for (const [after, seen] of [
      [LATER, 1],
      [0, 2],
    ]) {
      await cloakroom.restart({ fault: `refresh.${point}=kill`, after });
      await cloakroom.killedBy(() => karin.invoke());
      assert.equal((await cloakroom.counters()).refreshes, seen);
    }
    await cloakroom.restart();
    await asksToSignIn(cloakroom, karin, 2);
  },
);

story(
  "a reuse window: restarted within it and used after it, the old token is not sent again (REL-01, SEC-TOKEN-05)",
  "window",
  ["body"],
  async (cloakroom, point) => {
    const karin = await killRefresh(cloakroom, point);
    await cloakroom.restart({ after: LATER });
    await asksToSignIn(cloakroom, karin, 1);
  },
);

story(
  "killed while the provider has not answered yet, one user signs in again and another notices nothing (REL-01, SEC-TOKEN-05)",
  "strict",
  ["before-intent"],
  async (cloakroom, point) => {
    const karin = await cloakroom.enter();
    await karin.signIn();
    const alex = await cloakroom.enter("alex");
    await alex.signIn();
    await cloakroom.script({ refresh: { hold: true } });
    await cloakroom.restart({ fault: `refresh.${point}=kill:2`, after: LATER });
    await cloakroom.killedBy(() => {
      const held = karin.invoke();
      const second = until("the first refresh", async () => {
        return (await cloakroom.counters()).refreshes === 1;
      }).then(() => alex.invoke());
      return [held, second];
    });
    await cloakroom.script({});
    await cloakroom.restart();
    assert.deepEqual(await settled(cloakroom, karin), {
      ...{ type: "auth", error: "refresh_outcome_unknown" },
      ...{ refreshes: 1, exchanges: 2 },
    });
    assert.deepEqual(await settled(cloakroom, alex), {
      ...{ type: "result", error: null },
      ...{ refreshes: 2, exchanges: 2 },
    });
  },
);

// --- Exchanges ---------------------------------------------------------------------------------

/** The process dies in the exchange of Karin's code; gives what her chat and her window learn. */
async function killExchange(cloakroom, point) {
  const karin = await cloakroom.enter();
  await cloakroom.restart({ fault: `exchange.${point}=kill` });
  const asked = await karin.invoke();
  const callback = await karin.answered(asked.link);
  await cloakroom.killedBy(() => karin.open(callback));
  assert.equal((await cloakroom.counters()).exchanges, seenAt(point));
  await cloakroom.restart();
  const status = await karin.signInStatus(asked.signIn);
  // Browsers send a request again whose connection broke.
  for (let n = 0; n < 2; n += 1) {
    const { status: redirect, location } = await karin.open(callback);
    assert.deepEqual([redirect, location], [303, "/signed-in/problem/callback_replayed"]);
  }
  assert.deepEqual(await karin.signInStatus(asked.signIn), status);
  assert.equal((await cloakroom.counters()).exchanges, seenAt(point));
  return { karin, status };
}

const exchanges = {
  lost: async (cloakroom, point) => {
    const { karin, status } = await killExchange(cloakroom, point);
    assert.deepEqual([status.status, status.error], ["failed", "code_exchange_unknown"]);
    assert.ok(status.message.length > 20, status.message);
    assert.deepEqual(await settled(cloakroom, karin), {
      ...{ type: "auth", error: "token_missing" },
      ...{ refreshes: 0, exchanges: seenAt(point) },
    });
    await karin.signIn();
    await worksOnFromNow(cloakroom, karin, seenAt(point) + 1);
  },
  kept: async (cloakroom, point) => {
    const { karin, status } = await killExchange(cloakroom, point);
    assert.deepEqual([status.status, status.error], ["completed", null]);
    await worksOnFromNow(cloakroom, karin, 1);
  },
};

/** Results without a further exchange. */
async function worksOnFromNow(cloakroom, karin, seen) {
  assert.deepEqual(await settled(cloakroom, karin), {
    ...{ type: "result", error: null },
    ...{ refreshes: 0, exchanges: seen },
  });
}

story(
  "strict rotation: killed before the tokens of a code are kept, the sign-in has failed and the code is not sent again (REL-01)",
  "strict",
  [...UNSENT, ...UNKNOWN],
  exchanges.lost,
);
story(
  "strict rotation: killed after the tokens of a code are kept, the sign-in is complete (REL-01, SEC-TOKEN-04)",
  "strict",
  COMMITTED,
  exchanges.kept,
);
story(
  "a reuse window: killed before the tokens of a code are kept, the sign-in has failed and the code is not sent again (REL-01)",
  "window",
  [...UNSENT, ...UNKNOWN],
  exchanges.lost,
);
story(
  "a reuse window: killed after the tokens of a code are kept, the sign-in is complete (REL-01, SEC-TOKEN-04)",
  "window",
  COMMITTED,
  exchanges.kept,
);
story(
  "no rotation: killed before the tokens of a code are kept, the sign-in has failed and the code is not sent again (REL-01)",
  "off",
  [...UNSENT, ...UNKNOWN],
  exchanges.lost,
);
story(
  "no rotation: killed after the tokens of a code are kept, the sign-in is complete (REL-01, SEC-TOKEN-04)",
  "off",
  COMMITTED,
  exchanges.kept,
);

story(
  "killed while tokens wait for six digits that nobody saw, the sign-in has failed and the tokens are revoked (REL-01)",
  "strict",
  COMMITTED,
  async (cloakroom, point) => {
    const karin = await cloakroom.enter();
    await cloakroom.restart({ fault: `exchange.${point}=kill` });
    const asked = await karin.invoke();
    const elsewhere = Visitor.stranger("karin");
    const callback = await elsewhere.answered(asked.link);
    await cloakroom.killedBy(() => elsewhere.open(callback));
    await cloakroom.restart();
    const { status, error } = await karin.signInStatus(asked.signIn);
    assert.deepEqual([status, error], ["failed", "code_exchange_unknown"]);
    assert.deepEqual(await settled(cloakroom, karin), {
      ...{ type: "auth", error: "token_missing" },
      ...{ refreshes: 0, exchanges: 1 },
    });
    assert.equal((await cloakroom.lastGrant()).ended, null);
    // Digits are good for five minutes.
    await cloakroom.restart({ after: LATER });
    await until("the revocation", async () => (await cloakroom.lastGrant()).ended === "revoked");
    await karin.signIn();
  },
);
