// Draws the charts of the report from the page's own data. No network, no animation.
(function () {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const { GENERATED, LOW, GEANT4, GEANT4_FILL, BAND, INK, SOFT, LINES, VIRIDIS, DIVERGING, FONT,
    FAMILY, number, axis, base, errorBar } = charts;

  // ---- rectangles on value axes: heat maps and bands ----

  // Neighbours overlap by this many pixels, or the page shines through between them.
  const SEAM = 0.5;

  function rectangle(params, api) {
    const low = api.coord([api.value(0), api.value(2)]);
    const high = api.coord([api.value(1), api.value(3)]);
    const shape = echarts.graphic.clipRectByRect(
      { x: low[0], y: high[1], width: high[0] - low[0] + SEAM, height: low[1] - high[1] + SEAM },
      params.coordSys);
    return shape && { type: 'rect', shape: shape, style: { fill: api.visual('color') } };
  }

  // How a layer is drawn: rectangular cells where they are; rings and sectors as a plain grid with
  // all rings equally wide, since the outer ones can be a hundred times as wide as the inner ones.
  function drawing(layer) {
    if (layer.rEdgesMm) {
      const rings = layer.rEdgesMm.length - 1, sectors = layer.alphaBins;
      return { columns: rings, cells: rings * sectors, aspect: sectors > 1 ? 0.6 : 0.35,
        place: (row, column) => [column, column + 1, row, row + 1],
        x: { min: 0, max: rings, interval: 1, name: 'r [mm]',
          formatter: ring => number(layer.rEdgesMm[ring]) },
        y: { min: 0, max: sectors, interval: sectors / 2, name: 'α',
          formatter: s => s === 0 ? '−π' : s === sectors ? 'π' : '0' } };
    }
    const halfX = layer.nx * layer.cellXMm / 2, halfY = layer.ny * layer.cellYMm / 2;
    return { columns: layer.ny, cells: layer.nx * layer.ny, aspect: halfY / halfX,
      place: (row, column) => {
        const x = row * layer.cellXMm - halfX, y = column * layer.cellYMm - halfY;
        return [x, x + layer.cellXMm, y, y + layer.cellYMm];
      },
      x: { min: -halfX, max: halfX, interval: halfX, name: 'x [mm]', formatter: number },
      y: { min: -halfY, max: halfY, interval: halfY, name: 'y [mm]', formatter: number } };
  }

  // Cells as [x0, x1, y0, y1, value]; value null leaves a cell white.
  function cells(drawn, values) {
    const out = [];
    for (let i = 0; i < values.length; i++) {
      if (values[i] !== null) {
        const row = Math.floor(i / drawn.columns);
        out.push(drawn.place(row, i % drawn.columns).concat([values[i]]));
      }
    }
    return out;
  }

  function mapAxes(drawn, index, labels) {
    return {
      x: axis({ gridIndex: index, min: drawn.x.min, max: drawn.x.max, interval: drawn.x.interval,
        name: labels.x ? drawn.x.name : '', nameGap: 20,
        // Where maps stand close, the next map's first label stands for this one's last.
        axisLabel: { show: labels.x, color: SOFT, fontSize: FONT, formatter: drawn.x.formatter,
          hideOverlap: true, showMaxLabel: labels.last } }),
      y: axis({ gridIndex: index, min: drawn.y.min, max: drawn.y.max, interval: drawn.y.interval,
        name: labels.y ? drawn.y.name : '', nameGap: 34,
        axisLabel: { show: labels.y, color: SOFT, fontSize: FONT, formatter: drawn.y.formatter } })
    };
  }

  function heat(drawn, index, values) {
    return { type: 'custom', xAxisIndex: index, yAxisIndex: index, renderItem: rectangle,
      dimensions: ['x0', 'x1', 'y0', 'y1', 'value'], encode: { x: [0, 1], y: [2, 3] },
      data: cells(drawn, values) };
  }

  function colourBar(options) {
    return Object.assign({
      type: 'continuous', dimension: 4, calculable: false, orient: 'vertical', itemWidth: 12,
      textStyle: { color: SOFT, fontSize: FONT, fontFamily: FAMILY }, textGap: 6
    }, options);
  }

  function logScale(values) {
    const positive = values.filter(v => v > 0);
    const top = Math.log10(Math.max.apply(null, positive.concat([1e-12])));
    const bottom = Math.log10(Math.min.apply(null, positive.concat([1e12])));
    // Five decades show all that matters; what is fainter stays white.
    return { low: Math.max(bottom, top - 5), high: top > bottom ? top : bottom + 1 };
  }

  function logarithms(values, scale) {
    return values.map(v => {
      const l = v > 0 ? Math.log10(v) : -Infinity;
      return l >= scale.low - 1e-9 ? l : null;
    });
  }

  function slice(values, index) {
    let from = 0;
    for (let i = 0; i < index; i++) { from += drawing(data.layers[i]).cells; }
    return values.slice(from, from + drawing(data.layers[index]).cells);
  }

  function label(text, left, top) {
    return { text: text, left: left, top: top, textAlign: 'center',
      textStyle: { fontSize: FONT + 1, fontWeight: 'normal', color: INK } };
  }

  function meanMaps(element, width) {
    const index = +element.dataset.mean;
    // One of many layers: without the ratio.
    const compact = 'compact' in element.dataset;
    const drawn = drawing(data.layers[index]);
    const a = slice(data.meanReference, index);
    const b = slice(data.meanGenerated, index);
    const scale = logScale(a.concat(b));
    const gap = compact ? 10 : 34, left = 54, bars = 88;
    const side = Math.floor(compact ? (width - left - gap - bars) / 2
      : (width - left - 2 * gap - 2 * bars) / 3);
    const height = mapHeight(drawn, side);
    const tops = 26;
    const bar = Math.max(height - 52, 10);
    const ratio = a.map((v, i) => {
      if (!(v > 0) || !(b[i] > 0) || Math.log10(v) < scale.low) { return null; }
      return Math.max(-1, Math.min(1, Math.log2(b[i] / v)));
    });
    const maps = compact ? 2 : 3;
    const at = [left, left + side + gap, left + 2 * (side + gap) + bars].slice(0, maps);
    const axes = at.map((x, i) =>
      mapAxes(drawn, i, { x: true, y: i === 0, last: !compact || i === 1 }));
    return { height: tops + height + 44, option: Object.assign(base(), {
      title: ['Geant4', 'Generated', 'Generated / Geant4'].slice(0, maps).map((t, i) =>
        label(t, at[i] + side / 2, 2)),
      grid: at.map(x => ({ left: x, top: tops, width: side, height: height, show: true,
        borderColor: SOFT, borderWidth: 1 })),
      xAxis: axes.map(v => v.x), yAxis: axes.map(v => v.y),
      visualMap: [
        colourBar({ seriesIndex: [0, 1], min: scale.low, max: scale.high, left: at[1] + side + 12,
          top: tops, itemHeight: bar, text: [energy(scale.high), energy(scale.low)],
          inRange: { color: VIRIDIS } }),
        colourBar({ seriesIndex: [2], min: -1, max: 1, left: at[2] + side + 12, top: tops,
          itemHeight: bar, text: ['≥ 2', '≤ ½'], inRange: { color: DIVERGING } })
      ].slice(0, maps - 1),
      series: [heat(drawn, 0, logarithms(a, scale)), heat(drawn, 1, logarithms(b, scale)),
        heat(drawn, 2, ratio)].slice(0, maps)
    }) };
  }

  // True to scale, but no higher than twice the width.
  function mapHeight(drawn, side) {
    return Math.min(Math.round(side * drawn.aspect), 2 * side);
  }

  function energy(log) { return number(Math.pow(10, log)) + ' MeV'; }

  function sampleMaps(element, width) {
    const index = +element.dataset.samples;
    const drawn = drawing(data.layers[index]);
    const rows = [data.reference, data.generated].map(showers =>
      showers.map(shower => slice(shower.cells, index)));
    const scale = logScale([].concat.apply([], rows[0].concat(rows[1])));
    const columns = rows[0].length;
    const gap = 14, left = 54, bar = 92, tops = 22;
    const side = Math.floor((width - left - bar - (columns - 1) * gap) / columns);
    const height = mapHeight(drawn, side);
    const between = 26;
    const grids = [], titles = [], xs = [], ys = [], series = [];
    rows.forEach((row, r) => row.forEach((values, c) => {
      const x = left + c * (side + gap), y = tops + r * (height + between);
      const k = grids.length;
      grids.push({ left: x, top: y, width: side, height: height, show: true, borderColor: SOFT,
        borderWidth: 1 });
      const shower = (r ? data.generated : data.reference)[c];
      titles.push(label((r ? 'Generated, ' : 'Geant4, ') + number(shower.incidentGeV) + ' GeV',
        x + side / 2, y - 19));
      const axes = mapAxes(drawn, k, { x: r === 1, y: c === 0, last: c === columns - 1 });
      xs.push(axes.x);
      ys.push(axes.y);
      series.push(heat(drawn, k, logarithms(values, scale)));
    }));
    return { height: tops + 2 * height + between + 42, option: Object.assign(base(), {
      title: titles, grid: grids, xAxis: xs, yAxis: ys, series: series,
      visualMap: [colourBar({ min: scale.low, max: scale.high,
        left: left + columns * (side + gap), top: tops, itemHeight: Math.max(height - 30, 10),
        text: [energy(scale.high), energy(scale.low)], inRange: { color: VIRIDIS } })]
    }) };
  }

  // ---- histograms ----

  function steps(edges, counts) {
    const points = counts.map((c, i) => [edges[i], c]);
    points.push([edges[edges.length - 1], counts[counts.length - 1]]);
    return points;
  }

  // Whether a variable only takes whole numbers: its bins begin half-way between two of them.
  function whole(edges) {
    return Math.abs(edges[0] % 1) === 0.5 && (edges[1] - edges[0]) % 1 === 0;
  }

  function shape(element) {
    const s = data.shapes[+element.dataset.feature];
    const first = s.edges[0], last = s.edges[s.edges.length - 1];
    const ratio = s.generated.map((g, i) => s.reference[i] > 0 ? g / s.reference[i] : null);
    const band = [];
    s.reference.forEach((r, i) => {
      if (r > 0) {
        // Both samples have as many events: the ratio of two counts that agree.
        const e = Math.sqrt(1 / r + 1 / Math.max(1, s.generated[i]));
        band.push([s.edges[i], s.edges[i + 1], Math.max(0, 1 - e), Math.min(2, 1 + e)]);
      }
    });
    const above = ratio.map((v, i) => v > 2 ? [(s.edges[i] + s.edges[i + 1]) / 2, 1.88] : null)
      .filter(Boolean);
    const line = { type: 'line', symbol: 'none', step: 'end' };
    return { height: 270, option: Object.assign(base(), {
      grid: [{ left: 58, right: 14, top: 10, height: 150 },
        { left: 58, right: 14, top: 172, height: 56 }],
      xAxis: [axis({ gridIndex: 0, min: first, max: last, axisLabel: { show: false } }),
        axis({ gridIndex: 1, min: first, max: last, name: s.axis, nameGap: 22,
          minInterval: whole(s.edges) ? 1 : 0,
          axisLabel: { color: SOFT, fontSize: FONT, hideOverlap: true, formatter: number,
            showMinLabel: false, showMaxLabel: false } })],
      yAxis: [axis({ gridIndex: 0, min: 0, scale: false, splitNumber: 4, name: 'events', nameGap: 42 }),
        axis({ gridIndex: 1, min: 0, max: 2, interval: 1, name: 'ratio', nameGap: 42 })],
      series: [
        Object.assign({}, line, { data: steps(s.edges, s.reference), xAxisIndex: 0, yAxisIndex: 0,
          lineStyle: { color: GEANT4, width: 1.2 }, areaStyle: { color: GEANT4_FILL, opacity: 1 } }),
        Object.assign({}, line, { data: steps(s.edges, s.generated), xAxisIndex: 0, yAxisIndex: 0,
          lineStyle: { color: GENERATED, width: 1.6 } }),
        { type: 'custom', xAxisIndex: 1, yAxisIndex: 1, renderItem: rectangle, data: band,
          encode: { x: [0, 1], y: [2, 3] }, itemStyle: { color: BAND }, silent: true },
        { type: 'line', symbol: 'none', xAxisIndex: 1, yAxisIndex: 1, data: [[first, 1], [last, 1]],
          lineStyle: { color: SOFT, width: 1, type: 'dashed' } },
        Object.assign({}, line, { data: steps(s.edges, ratio), xAxisIndex: 1, yAxisIndex: 1,
          lineStyle: { color: GENERATED, width: 1.4 } }),
        { type: 'scatter', symbol: 'triangle', symbolSize: 6, xAxisIndex: 1, yAxisIndex: 1,
          data: above, itemStyle: { color: GENERATED } }
      ]
    }) };
  }

  // ---- classifier, response, training ----

  function roc(element, width) {
    const styles = {
      high: { name: 'shower shapes', color: GENERATED, type: 'solid', width: 2 },
      low: { name: 'cells', color: LOW, type: 'solid', width: 2 },
      highFloor: { name: 'floor, shower shapes', color: GEANT4, type: 'solid', width: 1.4 },
      lowFloor: { name: 'floor, cells', color: GEANT4, type: 'dashed', width: 1.4 }
    };
    const side = Math.min(width - 80, 340);
    return { height: side + 132, option: Object.assign(base(), {
      color: data.roc.map(c => styles[c.kind].color),
      legend: { bottom: 0, left: 48, orient: 'vertical', itemWidth: 28, itemHeight: 10, itemGap: 6,
        textStyle: { fontSize: FONT, color: INK, fontFamily: FAMILY } },
      grid: { left: 56, top: 12, width: side, height: side },
      xAxis: axis({ min: 0, max: 1, name: 'Geant4 taken for generated' }),
      yAxis: axis({ min: 0, max: 1, name: 'generated recognised', nameGap: 34 }),
      series: [{ type: 'line', symbol: 'none', data: [[0, 0], [1, 1]], silent: true,
        lineStyle: { color: BAND, width: 1.5 } }].concat(data.roc.map(c => ({
        type: 'line', symbol: 'none', name: styles[c.kind].name + ', AUC ' + c.auc.toFixed(3),
        data: c.points, itemStyle: { color: styles[c.kind].color },
        lineStyle: { color: styles[c.kind].color, type: styles[c.kind].type,
          width: styles[c.kind].width }
      })))
    }) };
  }

  function response(element) {
    const kind = element.dataset.response;
    const percent = kind === 'resolution' ? 100 : 1;
    const value = r => kind === 'mean' ? r.mean : 100 * r.resolution;
    const error = r => kind === 'mean' ? r.meanError : 100 * r.resolutionError;
    const samples = [['Geant4', 'reference', SOFT, 'circle'],
      ['generated', 'generated', GENERATED, 'diamond']];
    const series = [];
    let least = Infinity, greatest = 0;
    samples.forEach(s => {
      const bins = data.response.map(b => b[s[1]]).filter(Boolean);
      bins.forEach(r => {
        least = Math.min(least, r.meanGeV);
        greatest = Math.max(greatest, r.meanGeV);
      });
      series.push({ type: 'line', name: s[0], symbol: s[3], symbolSize: 8,
        data: bins.map(r => [r.meanGeV, value(r)]), itemStyle: { color: s[2] },
        lineStyle: { color: s[2], width: 1, type: 'dotted' } });
      series.push({ type: 'custom', renderItem: errorBar, itemStyle: { color: s[2] },
        encode: { x: 0, y: [1, 2] }, silent: true,
        data: bins.map(r => [r.meanGeV, value(r) - error(r), value(r) + error(r)]) });
    });
    const log = greatest > 30 * least;
    return { height: 320, option: Object.assign(base(), {
      legend: { top: 0, right: 10, data: ['Geant4', 'generated'],
        textStyle: { fontSize: FONT, color: INK, fontFamily: FAMILY } },
      grid: { left: 68, right: 16, top: 30, bottom: 44 },
      xAxis: axis(log ? { type: 'log', name: 'E_inc [GeV]' }
        : { min: 0, scale: false, name: 'E_inc [GeV]' }),
      yAxis: axis({ name: percent === 100 ? 'resolution of E_tot/E_inc [%]' : 'mean of E_tot/E_inc',
        nameGap: 52, min: percent === 100 ? 0 : undefined, splitLine: { show: true,
          lineStyle: { color: BAND } },
        axisLabel: { color: SOFT, fontSize: FONT, formatter: v => String(+v.toPrecision(5)) } }),
      series: series
    }) };
  }

  function history(element) {
    const stage = data.histories[+element.dataset.stage];
    const lines = stage.series.filter(s => s.panel === element.dataset.panel);
    return { height: 270, option: Object.assign(base(), {
      color: LINES,
      legend: { top: 0, right: 6, itemWidth: 18, itemHeight: 2, icon: 'rect', type: 'scroll',
        textStyle: { fontSize: FONT, color: INK, fontFamily: FAMILY } },
      grid: { left: 58, right: 16, top: 30, bottom: 40 },
      xAxis: axis({ name: 'averaging round' }),
      yAxis: axis({ splitLine: { show: true, lineStyle: { color: BAND } } }),
      series: lines.map(s => ({ type: 'line', symbol: s.rounds.length > 1 ? 'none' : 'circle',
        name: s.name, lineStyle: { width: 1.4 }, data: s.rounds.map((r, i) => [r, s.values[i]]) }))
    }) };
  }

  // ---- the numbers of a chart, to take along ----

  function rows(element) {
    if ('feature' in element.dataset) {
      const shape = data.shapes[+element.dataset.feature];
      return [['from', 'to', 'geant4_events', 'generated_events']].concat(
        shape.reference.map((v, i) => [shape.edges[i], shape.edges[i + 1], v, shape.generated[i]]));
    }
    if ('roc' in element.dataset) {
      return [['curve', 'false_positive_rate', 'true_positive_rate']].concat(
        data.roc.flatMap(curve => curve.points.map(p => [curve.kind].concat(p))));
    }
    if (element.dataset.response === 'mean') {
      const of = r => r ? [r.events, r.mean, r.meanError, r.resolution, r.resolutionError]
        : ['', '', '', '', ''];
      return [['from_gev', 'to_gev'].concat(['geant4', 'generated'].flatMap(who => ['events',
        'mean', 'mean_error', 'resolution', 'resolution_error'].map(what => who + '_' + what)))]
        .concat(data.response.map(bin => [bin.fromGeV, bin.toGeV].concat(of(bin.reference),
          of(bin.generated))));
    }
    return null;
  }

  document.querySelectorAll('.chart').forEach(element => {
    const table = rows(element);
    if (table) {
      // Beside another chart the link would be a column of its own.
      charts.csv(element.closest('.beside') || element,
        element.dataset.name || ('roc' in element.dataset ? 'roc' : 'response'), table);
    }
  });

  charts.draw({ mean: meanMaps, samples: sampleMaps, feature: shape, roc: roc,
    response: response, stage: history });
})();
