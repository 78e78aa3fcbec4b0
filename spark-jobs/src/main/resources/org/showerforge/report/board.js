// Draws the figures of generators over time. No network, no animation.
(function () {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const { GENERATED, LOW, GEANT4, BAND, SOFT, FONT, axis, base, errorBar } = charts;
  const HOUR = 3600e3, DAY = 24 * HOUR;

  function challengers(chart, promoted) {
    return { type: 'scatter', symbol: 'circle', symbolSize: 7, z: 4,
      data: chart.points.filter(p => p.promoted === promoted && p.value !== null)
        .map(p => ({ value: [p.when, p.value], name: 'v' + p.version })),
      itemStyle: { color: promoted ? GENERATED : '#fff', borderColor: GENERATED, borderWidth: 1.6,
        opacity: 1 },
      // A step comes down to a promoted one, and goes on to its right.
      label: { show: true, formatter: p => p.name, position: promoted ? 'bottom' : 'top',
        distance: 4, color: SOFT, fontSize: FONT - 1 },
      labelLayout: { hideOverlap: true } };
  }

  function overTime(element) {
    const chart = data[+element.dataset.over];
    const first = chart.points[0].when;
    const span = Math.max(chart.made - first, HOUR);
    const known = chart.points.filter(p => p.value !== null && p.error > 0);
    const all = chart.points.flatMap(p => [p.value, p.value - p.error, p.floor])
      .filter(v => v !== null);
    // A generator of the first day may be a hundred times as far away as that of today.
    const log = Math.min(...all) > 0 && Math.max(...all) > 30 * Math.min(...all);
    // Both lines go on until the page was made.
    const last = list => list.concat(list.slice(-1).map(p => [chart.made, p[1]]));
    const floors = chart.points.filter(p => p.floor !== null).map(p => [p.when, p.floor]);
    return { height: 250, option: Object.assign(base(), {
      useUTC: true,
      grid: { left: 56, right: 16, top: 14, bottom: 28 },
      xAxis: axis({ type: 'time', min: first - 0.05 * span, max: chart.made + 0.05 * span,
        splitNumber: 3, axisLabel: { color: SOFT, fontSize: FONT, hideOverlap: true,
          formatter: span > 3 * DAY ? '{yyyy}-{MM}-{dd}' : '{MM}-{dd} {HH}:{mm}' } }),
      yAxis: axis({ type: log ? 'log' : 'value', splitNumber: 4,
        boundaryGap: ['6%', '6%'], splitLine: { show: true, lineStyle: { color: BAND } } }),
      series: [
        { type: 'line', symbol: 'none', data: last(floors), z: 1,
          lineStyle: { color: GEANT4, width: 1.6, type: 'dashed' } },
        { type: 'line', symbol: 'none', step: 'end', z: 2,
          data: last(chart.production.map(p => [p.when, p.value])),
          lineStyle: { color: LOW, width: 1.6 } },
        { type: 'custom', renderItem: errorBar, itemStyle: { color: GENERATED }, z: 3,
          encode: { x: 0, y: [1, 2] }, silent: true,
          data: known.map(p => [p.when, p.value - p.error, p.value + p.error]) },
        challengers(chart, false),
        challengers(chart, true)
      ]
    }) };
  }

  document.querySelectorAll('.chart').forEach(element => {
    const chart = data[+element.dataset.over];
    charts.csv(element, chart.name, [['when', 'version', 'promoted', 'value', 'error', 'floor']]
      .concat(chart.points.map(p => [new Date(p.when).toISOString(), p.version, p.promoted,
        p.value, p.error, p.floor])));
  });

  charts.draw({ over: overTime });
})();
