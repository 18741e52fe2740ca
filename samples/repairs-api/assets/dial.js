"use strict";
// Shows the script in force, puts the chosen one, and lists the log.

const fault = document.getElementById("fault");
const status = document.getElementById("status");

// Both texts are written without the members that say nothing.
function plain(script) {
  return JSON.stringify(Object.fromEntries(Object.entries(script).filter(([, value]) => value !== null)));
}

async function show() {
  const script = plain(await (await fetch("/dial/script")).json());
  fault.selectedIndex = [...fault.options].findIndex((option) => plain(JSON.parse(option.value)) === script);
}

fault.addEventListener("change", async () => {
  const response = await fetch("/dial/script", {
    method: "PUT",
    headers: { "content-type": "application/json", "x-dial": "1" },
    body: fault.value,
  });
  status.textContent = response.ok ? "In force from the next request on." : await response.text();
});

function row(entry) {
  const cells = [
    entry.sequence,
    `${entry.method} ${entry.path}${entry.query ? `?${entry.query}` : ""}`,
    entry.subject ?? "",
    [entry.status ?? "none", entry.error].filter(Boolean).join(" "),
  ];
  const line = document.createElement("tr");
  line.append(...cells.map((text) => Object.assign(document.createElement("td"), { textContent: text })));
  return line;
}

async function list() {
  const { entries } = await (await fetch("/dial/log")).json();
  document.getElementById("log").replaceChildren(...entries.slice(-30).reverse().map(row));
}

show();
list();
setInterval(list, 2000);
