// The countries' outlines: how events/web/outline_lines.py writes them, read back into what Leaflet draws.
export async function loadOutlines(address) {
  const { scale, countries } = await (await fetch(address)).json();
  return {
    type: "FeatureCollection",
    features: countries.map(([code, rings]) => ({
      type: "Feature",
      properties: { iso2: code },
      geometry: { type: "MultiPolygon", coordinates: rings.map((ring) => [readRing(ring, scale)]) },
    })),
  };
}

function readRing(text, scale) {
  const points = [];
  let place = 0, lon = 0, lat = 0;
  const step = () => {
    let bits = 0, shift = 0, five;
    do {
      five = text.charCodeAt(place++) - 63;
      bits |= (five & 31) << shift;
      shift += 5;
    } while (five & 32);
    return bits & 1 ? -(bits + 1) / 2 : bits / 2;
  };
  while (place < text.length) {
    lon += step();
    lat += step();
    points.push([lon / scale, lat / scale]);
  }
  return points;
}
