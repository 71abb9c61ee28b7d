// Shows every part of the thing an address points at: a claim may be drawn as several elements, :target is only the first.
function showTarget() {
  document.querySelectorAll(".mark.targeted").forEach((part) => part.classList.remove("targeted"));
  const anchor = decodeURIComponent(location.hash.slice(1));
  if (!anchor) return;
  document.querySelectorAll(`[data-of="${CSS.escape(anchor)}"]`).forEach((part) => part.classList.add("targeted"));
}
window.addEventListener("hashchange", showTarget);
showTarget();
