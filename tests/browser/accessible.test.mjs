// One page of every kind against axe's rules of WCAG 2.1 A and AA, light and dark, wide and narrow; and what a thumb
// must be able to hit.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch, openAll, tab } from './chromium.mjs';
import { serve } from './server.mjs';
import { chosen, encoded, none, pages, root } from './site.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve(root);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1280, 360]) {
    test(`axe finds nothing in ${colorScheme} at ${width} px, all details open`, async () => {
      const { page, open, close } = await tab(browser, server.home, { colorScheme, viewport: { width, height: 900 } });
      const problems = [];
      for (const name of chosen) {
        await open(server.home + encoded(name));
        await page.evaluate(openAll);
        await page.evaluate(axe);
        const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), tags);
        for (const v of violations) {
          const node = v.nodes[0];
          problems.push(`${name}: ${v.id}, ${v.nodes.length} place(s), first ${node.target.join(' ')}: ${node.failureSummary.split('\n').slice(1).join(' ').trim()}`);
        }
      }
      await close();
      none(problems, 'axe');
    });
  }
}

test('on a phone every link of a navigation is at least 44 px high', async () => {
  const { page, open, close } = await tab(browser, server.home, { viewport: { width: 360, height: 780 } });
  const problems = [];
  for (const name of pages) {
    await open(server.home + encoded(name));
    await page.evaluate(openAll);
    const low = await page.evaluate(() =>
      [...document.querySelectorAll('nav a, header summary, header a, main summary')]
        .map((e) => ({ e, box: e.getBoundingClientRect() }))
        .filter(({ e, box }) => box.width > 1 && box.height < 43.95 && !e.matches('.skip:not(:focus)'))
        .map(({ e, box }) => `${box.height.toFixed(1)} px: ${e.closest('nav, header, section, figure, main').tagName.toLowerCase()}.${e.closest('nav, header, section, figure, main').className} ${e.tagName.toLowerCase()} “${e.innerText.trim().slice(0, 20)}”`),
    );
    problems.push(...low.map((line) => `${name}: ${line}`));
  }
  await close();
  none(problems, 'touch targets');
});

test('the first Tab shows a link past the navigation, and every focus is drawn', async () => {
  const { page, open, close } = await tab(browser, server.home, { viewport: { width: 1280, height: 900 } });
  const problems = [];
  for (const name of chosen.filter((n) => n !== '404.html')) {
    await open(server.home + encoded(name));
    await page.keyboard.press('Tab');
    const skip = await page.evaluate(() => {
      const e = document.activeElement;
      const box = e.getBoundingClientRect();
      return { href: e.getAttribute('href'), seen: box.left >= 0 && box.top >= 0 && box.width > 1 };
    });
    if (!skip.href?.startsWith('#') || !skip.seen) problems.push(`${name}: no skip link at the first Tab`);
    for (let i = 0; i < 12; i += 1) {
      await page.keyboard.press('Tab');
      const bare = await page.evaluate(() => {
        const e = document.activeElement;
        const s = getComputedStyle(e);
        return e !== document.body && s.outlineStyle === 'none' && s.boxShadow === 'none' ? `${e.tagName.toLowerCase()}.${e.className} “${e.innerText.slice(0, 20)}”` : '';
      });
      if (bare) problems.push(`${name}: focus not drawn on ${bare}`);
    }
  }
  await close();
  none(problems, 'keyboard');
});
