// The span of time on the map: a histogram of the events drawn, and two handles.
const BARS = 60;
const DAY = 86400000;
const SVG = "http://www.w3.org/2000/svg";

export function makeSlider(box, events, tell) {
  const days = events.map((event) => event.day).filter(Boolean).sort();
  if (!days.length || days[0] === days.at(-1)) return;
  const first = Date.parse(days[0]);
  const length = Math.round((Date.parse(days.at(-1)) - first) / DAY);
  const [from, until] = box.querySelectorAll("input");
  const output = box.querySelector("output");
  from.max = until.max = String(length);
  until.value = String(length);
  const bars = drawBars(box.querySelector("svg"), days, first, length);
  const format = new Intl.DateTimeFormat(document.documentElement.lang === "en" ? navigator.languages : document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" });
  const iso = (offset) => new Date(first + offset * DAY).toISOString().slice(0, 10);

  function change(moved) {
    if (Number(from.value) > Number(until.value)) moved === from ? (until.value = from.value) : (from.value = until.value);
    const low = Number(from.value), high = Number(until.value);
    const isWhole = low === 0 && high === length;
    const words = box.dataset.span.replace("[from]", format.format(first + low * DAY)).replace("[until]", format.format(first + high * DAY));
    output.textContent = isWhole ? `${words}: ${box.dataset.all}` : words;
    from.setAttribute("aria-valuetext", format.format(first + low * DAY));
    until.setAttribute("aria-valuetext", format.format(first + high * DAY));
    bars.forEach((bar) => bar.rect.classList.toggle("within", bar.last >= low && bar.first <= high));
    tell(isWhole ? { from: null, until: null } : { from: iso(low), until: iso(high) });
  }
  from.addEventListener("input", () => change(from));
  until.addEventListener("input", () => change(until));
  box.hidden = false;
  change(until);
}

function drawBars(svg, days, first, length) {
  const step = Math.max(1, (length + 1) / BARS);
  const counts = new Array(BARS).fill(0);
  days.forEach((day) => counts[Math.min(BARS - 1, Math.floor(Math.round((Date.parse(day) - first) / DAY) / step))]++);
  const peak = Math.max(...counts);
  return counts.map((count, place) => {
    const rect = svg.appendChild(document.createElementNS(SVG, "rect"));
    const height = count ? Math.max(2, (40 * count) / peak) : 0;
    Object.entries({ x: place * 10, y: 40 - height, width: 8, height }).forEach(([key, value]) => rect.setAttribute(key, value));
    return { rect, first: place * step, last: (place + 1) * step - 1e-6 };
  });
}
