// Marks on the map: near places drawn as one, sized by coverage; what a mark says when it is opened.
const SMALLEST = 14, LARGEST = 46; // pixels across
const MOST_LISTED = 8;

// Events by place, places that would cover each other at this scale by group; the most told first.
export function makeGroups(map, places, events, reach) {
  const byPlace = new Map();
  for (const event of events) {
    const place = places.get(event.place);
    if (!place?.at) continue;
    if (!byPlace.has(place.id)) byPlace.set(place.id, { place, events: [], articles: 0 });
    const entry = byPlace.get(place.id);
    entry.events.push(event);
    entry.articles += event.size;
  }
  const groups = [];
  for (const entry of [...byPlace.values()].sort((a, b) => b.articles - a.articles)) {
    const at = map.latLngToLayerPoint(entry.place.at);
    // an area stands for itself: joined with a point it would look like one
    const near = entry.place.point && groups.find((g) => g.entries[0].place.point && g.pixel.distanceTo(at) < reach);
    if (near) near.entries.push(entry);
    else groups.push({ pixel: at, entries: [entry] });
  }
  return groups;
}

// The page brings the sentences in its language, with [names] where numbers go.
export function fill(sentence, values) {
  return sentence.replace(/\[(\w+)\]/g, (all, key) => values[key] ?? all);
}

export function drawPlaces(layer, groups, rows, map, words) {
  const largest = Math.max(1, ...groups.map(countArticles));
  groups.forEach((group) => {
    const { place } = group.entries[0];
    if (place.ring) {
      const ring = L.polygon(place.ring, { className: "ring" }).addTo(layer);
      ring.bindPopup(() => tell(group, rows, words));
    } else if (place.layer) {
      place.layer.off("click").on("click", (click) => L.popup().setLatLng(click.latlng).setContent(tell(group, rows, words)).openOn(map));
    }
    if (place.point) drawDot(layer, group, largest, rows, map, words);
    else drawLabel(layer, group, rows, words);
  });
}

function drawDot(layer, group, largest, rows, map, words) {
  const events = group.entries.reduce((sum, entry) => sum + entry.events.length, 0);
  const size = Math.round(SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(countArticles(group) / largest));
  const icon = L.divIcon({ className: `map-dot${group.entries.length > 1 ? " many" : ""}`, iconSize: [size, size], html: events > 1 ? String(events) : "" });
  const marker = L.marker(group.entries[0].place.at, { icon }).addTo(layer);
  name(marker, group, events, words);
  if (group.entries.length === 1) {
    marker.bindPopup(() => tell(group, rows, words));
    return;
  }
  marker.on("click", () => {
    const bounds = L.latLngBounds(group.entries.map((entry) => entry.place.at));
    if (map.getZoom() >= map.getMaxZoom()) marker.bindPopup(tell(group, rows, words)).openPopup();
    else map.fitBounds(bounds.pad(0.3), { maxZoom: map.getZoom() + 3 });
  });
}

// An area has no point; its number stands in its middle without looking like one, and opens the same list by keyboard.
function drawLabel(layer, group, rows, words) {
  const { place, events } = group.entries[0];
  const icon = L.divIcon({ className: place.ring ? "map-area of-ring" : "map-area", iconSize: [18, 18], html: String(events.length) });
  const marker = L.marker(place.at, { icon }).addTo(layer);
  name(marker, group, events.length, words);
  marker.bindPopup(() => tell(group, rows, words));
}

function name(marker, group, events, words) {
  const places = group.entries.map((entry) => entry.place.name);
  const more = places.length > 3 ? ` ${fill(words.morePlaces, { n: places.length - 3 })}` : "";
  const holds = fill(words.holds, { events, articles: countArticles(group) });
  const told = `${places.slice(0, 3).join("; ")}${more}: ${holds}`;
  marker.getElement()?.setAttribute("aria-label", told);
  marker.getElement()?.setAttribute("title", told);
}

function countArticles(group) {
  return group.entries.reduce((sum, entry) => sum + entry.articles, 0);
}

// Built from nodes, never from markup: titles are other people's words.
function tell(group, rows, words) {
  const box = document.createElement("div");
  for (const { place, events } of group.entries.slice(0, MOST_LISTED)) {
    const head = box.appendChild(document.createElement("h3"));
    head.append(makeLink(place.href, place.name));
    const list = box.appendChild(document.createElement("ul"));
    for (const event of events.slice(0, MOST_LISTED)) {
      const link = rows.get(event.id)?.querySelector("a");
      if (link) list.appendChild(document.createElement("li")).append(makeLink(link.getAttribute("href"), link.textContent));
    }
    if (events.length > MOST_LISTED) list.appendChild(document.createElement("li")).textContent = fill(words.more, { n: events.length - MOST_LISTED });
  }
  return box;
}

function makeLink(href, text) {
  const link = document.createElement("a");
  link.href = href;
  link.textContent = text;
  return link;
}
