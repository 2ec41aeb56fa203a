// The charts: text of one size at every width, inside its figure, and no label over another.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { launch, tab } from './chromium.mjs';
import { serve } from './server.mjs';
import { counted, encoded, none, pages, root } from './site.mjs';

const size = 13;
const withCharts = pages.filter((name) => readFileSync(join(root, name), 'utf8').includes('<figure class="chart'));

/** What `labels` and `tableless` read at each width, page by page. */
const read = [];

before(async () => {
  const server = await serve(root);
  const browser = await launch();
  for (const width of [320, 1280]) {
    const { page, open, close } = await tab(browser, server.home, { viewport: { width, height: 900 } });
    for (const name of withCharts) {
      await open(server.home + encoded(name));
      read.push({ where: `${name} at ${width} px`, labels: await page.evaluate(labels), tableless: await page.evaluate(tableless) });
    }
    await close();
  }
  await browser.close();
  await server.close();
});

/** In the page: every drawn text of its charts, with its place and its size on the screen. */
function labels() {
  return [...document.querySelectorAll('figure.chart')].flatMap((figure) =>
    [...figure.querySelectorAll(':scope svg[role=img]')].flatMap((svg, drawing) => {
      // Labels may stand in the gutter beside the drawing, unless the drawing cuts it off.
      const drawn = svg.getBoundingClientRect();
      const room = getComputedStyle(svg).overflowX === 'visible' ? figure.getBoundingClientRect() : drawn;
      const frame = { left: room.left, right: room.right, top: drawn.top, bottom: drawn.bottom };
      return [...svg.querySelectorAll('text')]
        .map((e) => ({ e, box: e.getBoundingClientRect(), style: getComputedStyle(e) }))
        .filter(({ box, style }) => box.width > 0 && style.display !== 'none' && style.visibility !== 'hidden')
        .map(({ e, box, style }) => {
          const m = e.getScreenCTM();
          return {
            chart: `#${figure.id} drawing ${drawing + 1}`,
            text: e.textContent,
            size: parseFloat(style.fontSize) * Math.hypot(m.c, m.d),
            stretched: Math.abs(Math.hypot(m.a, m.b) / Math.hypot(m.c, m.d) - 1) > 0.001,
            out: [frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom].some((by) => by > 2),
            box: { left: box.left, right: box.right, top: box.top, bottom: box.bottom },
          };
        });
    }),
  );
}

function overlapping(all) {
  const by = 2;
  return all.flatMap((a, i) =>
    all
      .slice(i + 1)
      .filter((b) => b.chart === a.chart && a.box.left < b.box.right - by && b.box.left < a.box.right - by && a.box.top < b.box.bottom - by * 2 && b.box.top < a.box.bottom - by * 2)
      .map((b) => `${a.chart}: “${a.text}” over “${b.text}”`),
  );
}

/** In the page: charts without their numbers as text. */
function tableless() {
  return [...document.querySelectorAll('figure.chart')].filter((f) => !f.querySelector('table tbody td')).map((f) => `#${f.id} has no table`);
}

function problems(of) {
  const missing = withCharts.length ? [] : ['no page has a chart'];
  return [...missing, ...read.flatMap((r) => counted(of(r)).map((problem) => `${r.where}: ${problem}`))];
}

test(`chart text is ${size} px at 320 and at 1280 px, never stretched`, () => {
  none(problems(({ labels }) => labels.filter((l) => Math.abs(l.size - size) > 0.05 || l.stretched).map((l) => `${l.chart}: ${l.size.toFixed(1)} px “${l.text}”`)), 'chart text');
});

test('no chart label leaves its figure or covers another', () => {
  none(problems(({ labels }) => [...labels.filter((l) => l.out).map((l) => `${l.chart}: “${l.text}” leaves the figure`), ...overlapping(labels)]), 'chart labels');
});

test('every chart has its numbers in a table below it', () => {
  none(problems((r) => r.tableless), 'charts and tables');
});
