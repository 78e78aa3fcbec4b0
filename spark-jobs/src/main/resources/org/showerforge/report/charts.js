// What the charts of all pages share: colours, axes, and drawing whenever the width changes.
const charts = (function () {
  'use strict';

  // Okabe and Ito's palette: told apart by every reader, and in grey.
  const GENERATED = '#d55e00';
  const LOW = '#0072b2';
  const GEANT4 = '#9aa5ae';
  const GEANT4_FILL = '#d5dade';
  const BAND = '#e6e9ec';
  const INK = '#1c2329';
  const SOFT = '#5b6670';
  const LINES = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00'];
  // Viridis, perceptually even; and a diverging scale for ratios.
  const VIRIDIS = ['#440154', '#482878', '#3e4989', '#31688e', '#26828e', '#1f9e89', '#35b779',
    '#6ece58', '#b5de2b', '#fde725'];
  const DIVERGING = ['#2166ac', '#67a9cf', '#d1e5f0', '#f7f7f7', '#fddbc7', '#ef8a62', '#b2182b'];
  const FONT = 11;
  // ECharts measures text itself, and needs the name of the font for it.
  const FAMILY = window.getComputedStyle(document.body).fontFamily;

  function number(v) {
    const a = Math.abs(v);
    if (a === 0) { return '0'; }
    return a >= 1e5 || a < 1e-3 ? v.toExponential(1).replace('e+', 'e') : String(+v.toPrecision(3));
  }

  function axis(options) {
    return Object.assign({
      type: 'value', scale: true, nameLocation: 'middle', nameGap: 26,
      nameTextStyle: { color: INK, fontSize: FONT },
      axisLabel: { color: SOFT, fontSize: FONT, hideOverlap: true, formatter: number },
      axisLine: { show: true, onZero: false, lineStyle: { color: SOFT } },
      axisTick: { show: true }, splitLine: { show: false }
    }, options);
  }

  function base() {
    return { animation: false, textStyle: { fontFamily: FAMILY }, tooltip: { show: false } };
  }

  // A standard error: place, low end, high end.
  function errorBar(params, api) {
    const low = api.coord([api.value(0), api.value(1)]);
    const high = api.coord([api.value(0), api.value(2)]);
    return { type: 'line', shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] },
      style: { stroke: api.visual('color'), lineWidth: 1.4 } };
  }

  // A link after an element that saves a table: rows of numbers and names without commas.
  function csv(element, name, table) {
    const link = document.createElement('a');
    link.className = 'csv';
    link.textContent = 'CSV';
    link.download = name + '.csv';
    link.href = 'data:text/csv;charset=utf-8,'
      + encodeURIComponent(table.map(row => row.join(',')).join('\n') + '\n');
    element.after(link);
  }

  // ---- drawing, again whenever the width changes; on paper the style sheet scales the drawings ----

  // Draws every element of class chart by the kind that its data attributes name.
  function draw(kinds) {
    const drawn = [];

    document.querySelectorAll('.chart').forEach(element => {
      const kind = Object.keys(kinds).find(k => k in element.dataset);
      drawn.push({ element: element, draw: kinds[kind], chart: null, width: 0 });
    });

    function drawAll() {
      drawn.forEach(c => {
        const width = c.element.clientWidth;
        if (width === c.width || width === 0) { return; }
        c.width = width;
        const picture = c.draw(c.element, width);
        c.element.style.height = picture.height + 'px';
        // A kind that paints its element itself has no options for ECharts.
        if (!picture.option) { return; }
        if (!c.chart) {
          c.chart = echarts.init(c.element, null, { renderer: 'svg', width: width,
            height: picture.height });
        } else {
          c.chart.resize({ width: width, height: picture.height });
        }
        c.chart.setOption(picture.option, true);
        // Lets the style sheet scale the drawing to the width of the paper.
        c.element.querySelector('svg').setAttribute('viewBox',
          '0 0 ' + width + ' ' + picture.height);
      });
    }

    let pending = 0;
    window.addEventListener('resize', () => {
      window.clearTimeout(pending);
      pending = window.setTimeout(() => drawAll(), 120);
    });
    // What is folded away has no width until it is opened.
    document.querySelectorAll('details').forEach(d => d.addEventListener('toggle', drawAll));
    drawAll();
  }

  return { GENERATED, LOW, GEANT4, GEANT4_FILL, BAND, INK, SOFT, LINES, VIRIDIS, DIVERGING, FONT,
    FAMILY, number, axis, base, errorBar, csv, draw };
})();
