// The map of events: outlines, points and areas, a span of time, and the list beside it. Data comes with the page.
import { drawPlaces, fill, makeGroups } from "./map-marks.js";
import { loadOutlines } from "./outlines.js";
import { makeSlider } from "./map-slider.js";

const CLOSE = 2.75; // zoom from which the coarse outlines would look it: one pixel is less than a fifth of a degree
const SOUTH = -60, NORTH = 80; // degrees that the first view keeps to where it can
const REACH = 34; // pixels: marks closer than this would cover each other, and are drawn as one

async function startMap(holder) {
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const room = holder.closest(".map-room");
  holder.replaceChildren(); // the words for readers without scripts
  const map = L.map(holder, { minZoom: 1, maxZoom: 9, zoomSnap: 0.25, maxBounds: [[-85, -200], [88, 220]] });
  map.attributionControl.setPrefix("Leaflet");
  map.attributionControl.addAttribution("Natural Earth, GeoNames");
  const land = L.layerGroup().addTo(map);
  const marks = L.layerGroup().addTo(map);
  const titles = new Map([...room.querySelectorAll("[data-event]")].map((row) => [Number(row.dataset.event), row]));
  let countries, places, isClose = false;

  async function drawLand(address) {
    const outlines = await loadOutlines(address);
    land.clearLayers();
    countries = new Map();
    L.geoJSON(outlines, {
      style: { className: "outline" },
      onEachFeature: (feature, layer) => countries.set(feature.properties.iso2, layer),
    }).addTo(land);
    places = new Map(data.places.map((place) => [place.id, { ...place, ...locate(place, countries) }]));
  }

  async function lookCloser() {
    if (isClose || map.getZoom() < CLOSE) return;
    isClose = true;
    await drawLand(holder.dataset.outlines).catch(() => (isClose = false)); // the coarse ones stay; asked again at the next zoom
    redraw();
  }

  await drawLand(`${holder.dataset.outlines}?coarse`);
  const bounds = L.latLngBounds([]);
  places.forEach((place) => place.bounds && bounds.extend(place.bounds));
  if (bounds.isValid()) {
    map.fitBounds(bounds.pad(0.08), { maxZoom: 6, animate: false });
    leaveOutAntarctica(map, bounds);
  }
  else map.setView([20, 10], 1.5);

  let span = { from: null, until: null };
  const within = (event) => span.from === null || (event.day !== null && event.day >= span.from && event.day <= span.until);

  function redraw() {
    const shown = data.events.filter(within);
    marks.clearLayers();
    drawPlaces(marks, makeGroups(map, places, shown, REACH), titles, map, holder.dataset);
    const busy = new Set(shown.map((event) => places.get(event.place)?.country).filter(Boolean));
    countries.forEach((layer, code) => layer.getElement()?.classList.toggle("has-events", busy.has(code)));
    countries.forEach((layer, code) => busy.has(code) && layer.bringToFront());
    list(shown);
  }

  function list(shown) {
    const view = map.getBounds();
    // an area without an outline has no place on the map: it stays in the list whatever is in view
    const isThere = (place) => place && (!place.bounds || view.intersects(place.bounds));
    const inView = new Set(shown.filter((event) => isThere(places.get(event.place))).map((event) => event.id));
    titles.forEach((row, id) => (row.hidden = !inView.has(id)));
    room.querySelector(".map-count").textContent = fill(holder.dataset.inView, { shown: inView.size, total: data.events.length });
    keepLink(room.querySelector(".map-keep"), map, span);
  }

  makeSlider(room.querySelector(".map-time"), data.events, (chosen) => {
    span = chosen;
    redraw();
  });
  map.on("zoomend", redraw);
  map.on("zoomend", lookCloser);
  map.on("moveend", () => list(data.events.filter(within)));
  redraw();
  lookCloser();
}

// Nothing happens below 60° south on most days: look closer as far as every place stays in view, then further north.
function leaveOutAntarctica(map, bounds) {
  if (bounds.getSouth() < SOUTH || map.getBounds().getSouth() >= SOUTH) return;
  const closer = Math.min(map.getBoundsZoom([[SOUTH, -180], [NORTH, 180]], true), map.getBoundsZoom(bounds));
  if (closer > map.getZoom()) map.setZoom(closer, { animate: false });
  const below = map.latLngToContainerPoint([SOUTH, 0]).y - map.getSize().y;
  if (below < 0) map.panBy([0, below], { animate: false });
}

// A place's box and middle. Countries take the box of their largest piece: France is not Guiana.
function locate(place, countries) {
  if (place.point) return { at: L.latLng(place.point), bounds: L.latLngBounds([place.point]) };
  if (place.ring) {
    const bounds = L.latLngBounds(place.ring);
    return { at: bounds.getCenter(), bounds };
  }
  const layer = place.country && countries.get(place.country);
  if (!layer) return {};
  const bounds = largestPiece(layer);
  return { at: bounds.getCenter(), bounds, layer };
}

function largestPiece(layer) {
  const pieces = layer.feature.geometry.type === "Polygon" ? [layer.getLatLngs()] : layer.getLatLngs();
  const boxes = pieces.map((rings) => L.latLngBounds(rings[0]));
  const area = (box) => (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
  return boxes.reduce((best, box) => (area(box) > area(best) ? box : best));
}

// The same selection as an address: what stands in the window, in the span of time.
function keepLink(link, map, span) {
  const query = new URLSearchParams(location.search);
  const view = map.getBounds();
  const box = [Math.max(view.getWest(), -180), Math.max(view.getSouth(), -90), Math.min(view.getEast(), 180), Math.min(view.getNorth(), 90)];
  query.set("bbox", box.map((edge) => edge.toFixed(2)).join(","));
  if (span.from !== null) {
    query.set("published_at__gte", span.from);
    query.set("published_at__lte", span.until);
  }
  link.href = `${location.pathname}?${query}`;
  link.hidden = false;
}

function start(root) {
  const holder = root.querySelector("#event-map:not(.leaflet-container)");
  if (holder) startMap(holder);
}
document.addEventListener("htmx:load", (event) => start(event.target.parentElement || document));
start(document);
