// The last page: tells the chat which sign-in has news (nothing else: the chat asks the server),
// and closes. Where a window may not close itself, the page says so.
const page = document.querySelector("main");
const { signIn, close: mayClose } = page.dataset;
if (signIn) {
  const channel = new BroadcastChannel("cloakroom-sign-in");
  channel.postMessage({ id: signIn });
  channel.close();
}
if (mayClose === "yes") {
  setTimeout(() => window.close(), 600);
}
const copy = document.querySelector("button.copy");
if (copy) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.querySelector(".digits").textContent.trim());
      copy.textContent = "Copied";
    } catch {
      copy.textContent = "Could not copy";
    }
  });
}
