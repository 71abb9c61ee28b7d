// Keys of the review page: each presses the button, or chooses the radio, that carries it in data-key.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const typing = event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
  if (typing) return;
  const key = event.key.toLowerCase();
  if (!/^[a-z0-9]$/.test(key)) return;
  const found = document.querySelector(`[data-key="${key}"]`);
  if (!found || document.body.dataset.sent) return;
  event.preventDefault();
  found.click();
});
// One answer a question: a second key that comes before the next page must not answer twice.
document.addEventListener("submit", (event) => {
  if (event.target.closest("#question, #take-back, .answers")) document.body.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => delete document.body.dataset.sent);
