// The first page: one press is one press, and a slow provider is told as such.
const form = document.querySelector("form.continue");
form?.addEventListener("submit", () => {
  const button = form.querySelector("button");
  // After the submission has been put together, or the button's own value would be missing.
  setTimeout(() => {
    button.disabled = true;
    button.textContent = "Going on…";
  });
});
// A page that comes back from the browser's cache has a pressed button.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
