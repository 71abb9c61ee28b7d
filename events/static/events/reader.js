// Small comforts on every page; all of it works without. Nothing leaves the reader's machine.
const VISIT_GAP = 30 * 60; // seconds: a page opened within half an hour belongs to the same visit
const chosen = document.documentElement.lang; // of the page: English pages follow the browser's own kind of English
const languages = chosen === "en" ? navigator.languages : [chosen, ...navigator.languages];

// Moments known to the minute, in the reader's own time zone; the absolute time stays at hand as the title.
function tellLocalTimes(root) {
  const told = new Intl.DateTimeFormat(languages, { dateStyle: "long", timeStyle: "short" });
  root.querySelectorAll('time[datetime$="Z"]').forEach((time) => {
    const moment = new Date(time.dateTime);
    if (time.title || Number.isNaN(moment.getTime())) return;
    time.title = time.textContent;
    time.textContent = told.format(moment);
  });
}

// What came in since the last visit, which this browser alone remembers.
function readVisit() {
  const now = Math.floor(Date.now() / 1000);
  try {
    const kept = JSON.parse(localStorage.getItem("newsbase:visit") || "{}");
    const visit = now - (kept.last || 0) > VISIT_GAP ? { before: kept.last || 0, last: now } : { ...kept, last: now };
    localStorage.setItem("newsbase:visit", JSON.stringify(visit));
    return visit.before || 0;
  } catch {
    return 0; // storage is switched off
  }
}
const lastVisit = readVisit();

// The page brings the sentences in its language, with [names] where numbers go.
function fill(sentence, values) {
  return sentence.replace(/\[(\w+)\]/g, (all, key) => values[key] ?? all);
}

function tellWhatIsNew(root) {
  if (!lastVisit) return;
  const added = [...root.querySelectorAll("[data-added]")].filter((row) => Number(row.dataset.added) > lastVisit);
  added.forEach((row) => row.classList.add("is-new"));
  root.querySelectorAll(".new-since").forEach((line) => {
    const day = new Intl.DateTimeFormat(languages, { dateStyle: "medium", timeStyle: "short" });
    line.textContent = added.length
      ? ` · ${fill(document.body.dataset.newSince, { n: added.length, when: day.format(new Date(lastVisit * 1000)) })}`
      : "";
    line.hidden = !added.length;
  });
}

// "/" goes to the search box, as on many sites of this kind.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  document.getElementById("site-search")?.focus();
});

function dress(root) {
  tellLocalTimes(root);
  tellWhatIsNew(root);
}
document.addEventListener("htmx:load", (event) => dress(event.target));
dress(document);
