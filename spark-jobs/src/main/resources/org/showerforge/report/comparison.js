// Draws the shapes of several generators over each other. No network, no animation.
(function () {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const { GEANT4, GEANT4_FILL, SOFT, LINES, FONT, number, axis, base } = charts;

  // A histogram as the corners of its density.
  function steps(curve) {
    const all = curve.events.reduce((a, b) => a + b, 0) || 1;
    const density = curve.events.map((v, i) => v / all / (curve.edges[i + 1] - curve.edges[i]));
    return density.map((v, i) => [curve.edges[i], v])
      .concat([[curve.edges[curve.edges.length - 1], density[density.length - 1]]]);
  }

  function overlay(element) {
    const shape = data[+element.dataset.overlay];
    const low = Math.min(...shape.curves.map(c => c.edges[0]));
    const high = Math.max(...shape.curves.map(c => c.edges[c.edges.length - 1]));
    return { height: 260, option: Object.assign(base(), {
      color: LINES,
      legend: { bottom: 0, type: 'scroll', itemWidth: 16, itemHeight: 8,
        textStyle: { color: SOFT, fontSize: FONT } },
      grid: { left: 60, right: 14, top: 10, height: 170 },
      xAxis: axis({ min: low, max: high, name: shape.label, nameGap: 22,
        axisLabel: { color: SOFT, fontSize: FONT, hideOverlap: true, formatter: number,
          showMinLabel: false, showMaxLabel: false } }),
      yAxis: axis({ min: 0, scale: false, splitNumber: 4, name: 'density', nameGap: 46 }),
      series: shape.curves.map((curve, i) => ({ type: 'line', step: 'end', symbol: 'none',
        name: curve.name, data: steps(curve),
        lineStyle: { width: i === 0 ? 1.2 : 1.5, color: i === 0 ? GEANT4 : LINES[(i - 1) % LINES.length] },
        itemStyle: { color: i === 0 ? GEANT4 : LINES[(i - 1) % LINES.length] },
        areaStyle: i === 0 ? { color: GEANT4_FILL, opacity: 1 } : undefined }))
    }) };
  }

  charts.draw({ overlay: overlay });
})();
