/** Programs under test: started, waited for by a line of their output, ended by their own id. */

import { spawn } from "node:child_process";

const running = new Set();
process.on("exit", () => {
  for (const program of running) program.kill("SIGKILL");
});

export class Program {
  /** What it has printed so far. */
  output = "";
  #child;
  #ended;
  #listeners = new Set();

  constructor(binary, args, { env = {}, cwd } = {}) {
    this.name = binary.split("/").at(-1);
    this.#child = spawn(binary, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(this.#child);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        this.output += text;
        for (const listener of this.#listeners) listener();
      });
    }
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", (error) => {
        this.output += `${error}\n`;
        resolve({ code: -1 });
      });
      this.#child.once("close", (code, signal) => resolve({ code, signal }));
    }).then((end) => {
      running.delete(this.#child);
      for (const listener of this.#listeners) listener(end);
      return end;
    });
  }

  /** The first match of `pattern` in its output. */
  line(pattern, milliseconds = 30_000) {
    return new Promise((resolve, reject) => {
      const finish = (settle, value) => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        settle(value);
      };
      const fail = (why) =>
        finish(reject, new Error(`${this.name} ${why}; its output:\n${this.output}`));
      const look = (end) => {
        const found = this.output.match(pattern);
        if (found) finish(resolve, found);
        else if (end) fail(`ended with ${JSON.stringify(end)} before ${pattern}`);
      };
      const timer = setTimeout(() => fail(`did not print ${pattern}`), milliseconds);
      this.#listeners.add(look);
      look();
    });
  }

  /** How it ended, once it has. */
  get ended() {
    return this.#ended;
  }

  /** Ends it in good order; after ten seconds, at once. */
  async stop() {
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 10_000);
    const end = await this.#ended;
    clearTimeout(timer);
    return end;
  }
}

/** Runs a program to its end and gives its standard output and error. */
export async function run(binary, args, options) {
  const program = new Program(binary, args, options);
  const { code } = await program.ended;
  if (code !== 0)
    throw new Error(`${program.name} ${args.join(" ")}: exit ${code}\n${program.output}`);
  return program.output;
}
