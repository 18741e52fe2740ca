"use strict";
// Shows the script in force as choices, puts it back when one changes, and lists the log.

const form = document.getElementById("dial");
const status = document.getElementById("status");
const json = document.getElementById("json");
const selects = [...form.querySelectorAll("select")];

async function send(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { "content-type": "application/json", "x-dial": "1" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return JSON.parse(text);
}

function member(script, path) {
  return path.split(".").reduce((value, name) => value?.[name], script);
}

// Two values are the same choice when all that the option names is so in the script.
function covers(value, option) {
  if (option === null || typeof option !== "object") return value === option;
  return value !== null && typeof value === "object"
    && Object.entries(option).every(([name, inner]) => covers(value[name], inner));
}

function show(script) {
  for (const select of selects) {
    const value = member(script, select.dataset.path);
    const options = [...select.options];
    // The first option, `{}`, covers everything; the most telling one that fits is shown.
    const fitting = options.filter((option) => covers(value, JSON.parse(option.value)));
    fitting.sort((a, b) => b.value.length - a.value.length);
    select.selectedIndex = fitting.length ? fitting[0].index : -1;
    select.classList.toggle("changed", select.selectedIndex !== 0);
  }
  json.value = JSON.stringify(script, null, 2);
}

async function put(script) {
  try {
    show(await send("PUT", "/dial/script", script));
    status.textContent = "In force from the next request on.";
  } catch (error) {
    status.textContent = error.message;
  }
}

form.addEventListener("change", async (event) => {
  const { path } = event.target.dataset;
  const script = await (await fetch("/dial/script")).json();
  const names = path.split(".");
  const last = names.pop();
  names.reduce((value, name) => value[name], script)[last] = JSON.parse(event.target.value);
  await put(script);
});
document.getElementById("reset").addEventListener("click", () => put({}));
document.getElementById("withdraw").addEventListener("click", async () => {
  const { ended } = await send("POST", "/dial/withdraw", {});
  status.textContent = ended === 1 ? "One grant ended." : `${ended} grants ended.`;
});
document.getElementById("apply").addEventListener("click", () => {
  try {
    put(JSON.parse(json.value));
  } catch (error) {
    status.textContent = error.message;
  }
});

function row(entry) {
  const cells = [
    entry.sequence,
    `${entry.method} ${entry.path}`,
    [entry.parameters.grant_type, entry.clientAuthentication, entry.error].filter(Boolean).join(", "),
    entry.status ?? "none",
  ];
  const line = document.createElement("tr");
  line.append(...cells.map((text) => Object.assign(document.createElement("td"), { textContent: text })));
  return line;
}

async function list() {
  const { entries } = await (await fetch("/dial/log")).json();
  const shown = entries.filter((entry) => !/^\/(dial|assets|favicon)/.test(entry.path)).slice(-30).reverse();
  document.getElementById("log").replaceChildren(...shown.map(row));
}

fetch("/dial/script").then((response) => response.json()).then(show);
list();
setInterval(list, 2000);
