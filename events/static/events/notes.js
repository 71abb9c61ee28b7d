// Margin notes beside the words they speak of, where there is room; without this they stand below each other.
const GAP = 12; // pixels between two notes

function placeNotes() {
  const margin = document.querySelector(".margin");
  const text = document.querySelector(".article-text");
  if (!margin || !text) return;
  margin.classList.remove("is-placed");
  const besides = margin.getBoundingClientRect().left > text.getBoundingClientRect().left + 100;
  margin.style.minHeight = "";
  if (!besides) return;
  margin.classList.add("is-placed");
  const top = margin.getBoundingClientRect().top;
  let free = 0;
  margin.querySelectorAll(".note").forEach((note) => {
    const mark = document.getElementById(note.dataset.noteFor);
    const wanted = mark ? mark.getBoundingClientRect().top - top : free;
    const at = Math.max(wanted, free);
    note.style.top = `${at}px`;
    free = at + note.offsetHeight + GAP;
  });
  margin.style.minHeight = `${free}px`;
}

// The note of the words under the pointer, and the words of the note.
function light(event) {
  const note = event.target.closest(".note");
  const anchor = note?.dataset.noteFor ?? event.target.closest(".mark.claim")?.dataset.of;
  document.querySelectorAll(".note.is-lit, .mark.is-lit").forEach((part) => part.classList.remove("is-lit"));
  if (!anchor) return;
  document.getElementById(`note-${anchor}`)?.classList.add("is-lit");
  document.querySelectorAll(`[data-of="${CSS.escape(anchor)}"]`).forEach((part) => part.classList.add("is-lit"));
}

placeNotes();
document.fonts?.ready.then(placeNotes);
new ResizeObserver(placeNotes).observe(document.body);
document.addEventListener("pointerover", light);
