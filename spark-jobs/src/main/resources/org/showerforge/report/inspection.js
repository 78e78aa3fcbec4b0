// Draws the charts of an inspection from the page's own data. No network, no animation.
(function () {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const { GENERATED, GEANT4, GEANT4_FILL, BAND, INK, SOFT, VIRIDIS, DIVERGING, FONT, FAMILY,
    number, axis, base } = charts;

  // ---- histograms ----

  function steps(edges, values) {
    const points = values.map((v, i) => [edges[i], v]);
    points.push([edges[edges.length - 1], values[values.length - 1]]);
    return points;
  }

  function band(params, api) {
    const low = api.coord([api.value(0), api.value(2)]);
    const high = api.coord([api.value(1), api.value(3)]);
    return { type: 'rect', shape: { x: low[0], y: high[1], width: high[0] - low[0] + 0.5,
      height: low[1] - high[1] }, style: { fill: BAND } };
  }

  function histogram(element) {
    const h = data.histograms[+element.dataset.histogram];
    const first = h.edges[0], last = h.edges[h.edges.length - 1];
    const density = values => values.map((v, i) => v / (h.edges[i + 1] - h.edges[i]));
    const two = h.b.length > 0;
    const whole = h.edges.every(e => Math.abs(e % 1) === 0.5);
    const line = { type: 'line', symbol: 'none', step: 'end' };
    const below = { color: SOFT, fontSize: FONT, hideOverlap: true, formatter: number,
      showMinLabel: false, showMaxLabel: false };
    const option = Object.assign(base(), {
      grid: [{ left: 66, right: 14, top: 10, height: two ? 150 : 218 }],
      xAxis: [axis({ gridIndex: 0, min: first, max: last, name: two ? '' : h.axis, nameGap: 22,
        minInterval: whole ? 1 : 0, axisLabel: two ? { show: false } : below })],
      yAxis: [axis({ gridIndex: 0, min: 0, scale: false, splitNumber: 4, name: 'density',
        nameGap: 50 })],
      series: [Object.assign({}, line, { data: steps(h.edges, density(h.a)), xAxisIndex: 0,
        yAxisIndex: 0, lineStyle: { color: GEANT4, width: 1.2 },
        areaStyle: { color: GEANT4_FILL, opacity: 1 } })]
    });
    if (two) {
      compare(h, option, density(h.b), line, below, whole);
    }
    return { height: 270, option: option };
  }

  function compare(h, option, densityB, line, below, whole) {
    const first = h.edges[0], last = h.edges[h.edges.length - 1];
    const ratio = h.b.map((v, i) => h.a[i] > 0 ? v / h.a[i] : null);
    const bands = [];
    h.a.forEach((v, i) => {
      if (v > 0) {
        // Of the ratio of two fractions that agree.
        const e = Math.sqrt(1 / Math.max(1, v * h.eventsA) + 1 / Math.max(1, v * h.eventsB));
        bands.push([h.edges[i], h.edges[i + 1], Math.max(0, 1 - e), Math.min(2, 1 + e)]);
      }
    });
    const above = ratio.map((v, i) => v > 2 ? [(h.edges[i] + h.edges[i + 1]) / 2, 1.88] : null)
      .filter(Boolean);
    option.grid.push({ left: 66, right: 14, top: 172, height: 56 });
    option.xAxis.push(axis({ gridIndex: 1, min: first, max: last, name: h.axis, nameGap: 22,
      minInterval: whole ? 1 : 0, axisLabel: below }));
    option.yAxis.push(axis({ gridIndex: 1, min: 0, max: 2, interval: 1, name: 'B / A',
      nameGap: 50 }));
    const lower = { xAxisIndex: 1, yAxisIndex: 1 };
    option.series.push(
      Object.assign({}, line, { data: steps(h.edges, densityB), xAxisIndex: 0, yAxisIndex: 0,
        lineStyle: { color: GENERATED, width: 1.6 } }),
      Object.assign({ type: 'custom', renderItem: band, data: bands, encode: { x: [0, 1],
        y: [2, 3] }, silent: true, clip: true }, lower),
      Object.assign({ type: 'line', symbol: 'none', data: [[first, 1], [last, 1]],
        lineStyle: { color: SOFT, width: 1, type: 'dashed' } }, lower),
      Object.assign({}, line, { data: steps(h.edges, ratio), lineStyle: { color: GENERATED,
        width: 1.4 } }, lower),
      Object.assign({ type: 'scatter', symbol: 'triangle', symbolSize: 6, data: above,
        itemStyle: { color: GENERATED } }, lower));
  }

  // ---- maps of cells, painted cell by cell: a detector may have 40,500 of them ----

  function cellsOf(layer) {
    return 'rEdgesMm' in layer ? layer.alphaBins * (layer.rEdgesMm.length - 1)
      : layer.nx * layer.ny;
  }

  function slice(values, index) {
    let from = 0;
    for (let i = 0; i < index; i++) { from += cellsOf(data.layers[i]); }
    return values.slice(from, from + cellsOf(data.layers[index]));
  }

  function reach(layer) {
    if ('rEdgesMm' in layer) {
      const r = layer.rEdgesMm[layer.rEdgesMm.length - 1];
      return { x: r, y: r };
    }
    return { x: layer.nx * layer.cellXMm / 2, y: layer.ny * layer.cellYMm / 2 };
  }

  // The outline of a cell in mm on the canvas's current scale.
  function outline(context, layer, cell) {
    context.beginPath();
    if ('rEdgesMm' in layer) {
      const rings = layer.rEdgesMm.length - 1;
      const step = 2 * Math.PI / layer.alphaBins;
      const from = Math.floor(cell / rings) * step - Math.PI;
      const ring = cell % rings;
      context.arc(0, 0, layer.rEdgesMm[ring + 1], from, from + step, false);
      context.arc(0, 0, layer.rEdgesMm[ring], from + step, from, true);
    } else {
      const half = reach(layer);
      context.rect(Math.floor(cell / layer.ny) * layer.cellXMm - half.x,
        (cell % layer.ny) * layer.cellYMm - half.y, layer.cellXMm, layer.cellYMm);
    }
    context.closePath();
  }

  // The colour at a place between 0 and 1 of a scale.
  function colour(scale, place) {
    const at = Math.max(0, Math.min(1, place)) * (scale.length - 1);
    const i = Math.min(scale.length - 2, Math.floor(at));
    const part = k => [1, 3, 5].map(p => parseInt(scale[k].slice(p, p + 2), 16));
    const low = part(i), high = part(i + 1);
    return 'rgb(' + low.map((v, k) => Math.round(v + (high[k] - v) * (at - i))).join(',') + ')';
  }

  function extremes(values) {
    let low = Infinity, high = -Infinity;
    values.forEach(v => {
      if (v !== null) { low = Math.min(low, v); high = Math.max(high, v); }
    });
    return high > -Infinity ? { low: low, high: high } : { low: 0, high: 1 };
  }

  // A scale: where a value lies on it (null leaves its cell white), its colours and its ends.
  function shared(map, values) {
    if (!map.logarithmic) {
      const high = extremes(values).high || 1;
      return { place: v => v === null || v === 0 ? null : v / high, colours: VIRIDIS,
        ends: ['0', number(high)] };
    }
    const range = extremes(values.filter(v => v > 0).map(Math.log10));
    // Five decades show all that matters; what is fainter stays white.
    const low = Math.max(range.low, range.high - 5);
    const width = range.high > low ? range.high - low : 1;
    const unit = map.unit ? ' ' + map.unit : '';
    return { place: v => v > 0 && Math.log10(v) >= low - 1e-9 ? (Math.log10(v) - low) / width : null,
      colours: VIRIDIS, ends: [number(Math.pow(10, low)) + unit,
        number(Math.pow(10, range.high)) + unit] };
  }

  function difference(values) {
    const range = extremes(values);
    // Fluctuations stay pale: the colours never end below five standard errors.
    const top = Math.max(5, -range.low, range.high);
    return { place: v => v === null ? null : (v / top + 1) / 2, colours: DIVERGING,
      ends: [number(-top), '+' + number(top)] };
  }

  function panels(map, index, names) {
    const a = slice(map.a, index), b = slice(map.b, index), z = slice(map.z, index);
    const common = shared(map, a.concat(b));
    const all = [{ title: names ? 'A' : '', values: a, scale: common, bar: b.length === 0 }];
    if (b.length > 0) {
      all.push({ title: 'B', values: b, scale: common, bar: true });
      all.push({ title: '(B − A) / error', values: z, scale: difference(z), bar: true });
    }
    return all;
  }

  function maps(element, width) {
    const map = data.maps[+element.dataset.map];
    const index = +element.dataset.layer;
    const layer = data.layers[index];
    const all = panels(map, index, map.b.length > 0);
    const left = 8, gap = 28, bars = 96, top = 22, bottom = 22;
    const side = Math.min(300, Math.floor((width - left - 2 * gap - 2 * bars) / 3));
    const half = reach(layer);
    const height = Math.round(Math.max(side / 4, Math.min(side * half.y / half.x, 1.4 * side)));
    const canvas = element.querySelector('canvas') || document.createElement('canvas');
    const fine = 2;
    canvas.width = width * fine;
    canvas.height = (top + height + bottom) * fine;
    canvas.style.width = '100%';
    element.replaceChildren(canvas);
    const context = canvas.getContext('2d');
    let x = left;
    all.forEach(panel => {
      context.setTransform(fine, 0, 0, fine, 0, 0);
      context.font = (FONT + 1) + 'px ' + FAMILY;
      context.fillStyle = INK;
      context.textAlign = 'center';
      context.fillText(panel.title, x + side / 2, 14);
      paint(context, layer, panel, { x: x, y: top, width: side, height: height, fine: fine });
      label(context, half, x, top + height, side);
      x += side + (panel.bar ? bar(context, panel.scale, x + side + 10, top, height) : 0) + gap;
    });
    return { height: top + height + bottom };
  }

  function paint(context, layer, panel, box) {
    const half = reach(layer);
    const sx = box.width / 2 / half.x, sy = box.height / 2 / half.y;
    panel.values.forEach((v, cell) => {
      const place = panel.scale.place(v);
      if (place === null) { return; }
      context.setTransform(box.fine * sx, 0, 0, -box.fine * sy,
        box.fine * (box.x + box.width / 2), box.fine * (box.y + box.height / 2));
      outline(context, layer, cell);
      // Strokes of the cell's own colour close the seams between neighbours.
      context.setTransform(box.fine, 0, 0, box.fine, 0, 0);
      context.fillStyle = context.strokeStyle = colour(panel.scale.colours, place);
      context.lineWidth = 0.4;
      context.fill();
      context.stroke();
    });
    context.setTransform(box.fine, 0, 0, box.fine, 0, 0);
    context.strokeStyle = SOFT;
    context.lineWidth = 1;
    if ('rEdgesMm' in layer) {
      context.beginPath();
      context.ellipse(box.x + box.width / 2, box.y + box.height / 2, box.width / 2,
        box.height / 2, 0, 0, 2 * Math.PI);
      context.stroke();
    } else {
      context.strokeRect(box.x, box.y, box.width, box.height);
    }
  }

  function label(context, half, x, y, side) {
    context.font = FONT + 'px ' + FAMILY;
    context.fillStyle = SOFT;
    context.textAlign = 'center';
    context.fillText('± ' + number(half.x) + ' × ± ' + number(half.y) + ' mm', x + side / 2,
      y + 15);
  }

  function bar(context, scale, x, y, height) {
    for (let i = 0; i < height; i++) {
      context.fillStyle = colour(scale.colours, 1 - i / height);
      context.fillRect(x, y + i, 12, 1.5);
    }
    context.fillStyle = SOFT;
    context.font = FONT + 'px ' + FAMILY;
    context.textAlign = 'left';
    context.fillText(scale.ends[1], x + 17, y + 10);
    context.fillText(scale.ends[0], x + 17, y + height - 1);
    return 86;
  }

  charts.draw({ histogram: histogram, map: maps });
})();
