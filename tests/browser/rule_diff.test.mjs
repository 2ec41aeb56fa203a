// The page that compares two versions of a rule: two columns where there is room, one text where there is not, and marks
// that do not need colour.

import { after, before, test } from 'node:test';
import { launch, tab } from './chromium.mjs';
import { serve } from './server.mjs';
import { encoded, none, pages, root } from './site.mjs';

const diffs = pages.filter((name) => /^rules\/[^/]+\/[^/]+\.\.[^/]+\.html$/.test(name));
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

/** In the page: how each changed article stands. */
function articles() {
  const box = (e) => {
    const { left, right, top, width, height } = e.getBoundingClientRect();
    return { left, right, top, width, height, shown: width > 0 && height > 0 };
  };
  return [...document.querySelectorAll('.change')].map((e) => {
    const [before, after] = [e.querySelector('.old'), e.querySelector('.new')];
    const shown = (side, mark) => [...side.querySelectorAll(mark)].filter((m) => m.getClientRects().length > 0);
    const seenOnce = (mark) => shown(e, mark).map((m) => m.textContent.trim());
    return {
      id: e.id,
      before: box(before),
      after: box(after),
      insertedInOld: shown(before, 'ins').length,
      deletedInNew: shown(after, 'del').length,
      inserted: seenOnce('ins'),
      deleted: seenOnce('del'),
      kinds: { ins: e.querySelectorAll('ins').length > 0, del: e.querySelectorAll('del').length > 0 },
    };
  });
}

async function across(width, options, look) {
  const { page, open, close } = await tab(browser, server.home, { viewport: { width, height: 900 }, ...options });
  const problems = [];
  for (const name of diffs) {
    problems.push(...(await open(server.home + encoded(name))).map((slip) => `${name}: ${slip}`));
    problems.push(...(await look(page)).map((problem) => `${name}: ${problem}`));
  }
  await close();
  return problems;
}

test('at 1280 px old and new stand side by side', async () => {
  const problems = await across(1280, {}, async (page) => {
    const all = await page.evaluate(articles);
    if (!all.length) return ['no changed article'];
    return all.flatMap((a) => {
      if (!a.before.shown || !a.after.shown) return [`#${a.id}: a side is missing`];
      if (Math.abs(a.before.top - a.after.top) > 4 || a.before.right > a.after.left) return [`#${a.id}: not side by side`];
      return [
        ...(a.insertedInOld ? [`#${a.id}: inserted words in the old text`] : []),
        ...(a.deletedInNew && a.before.shown && a.kinds.ins ? [`#${a.id}: deleted words in the new text`] : []),
        ...(Math.abs(a.before.width - a.after.width) > 2 ? [`#${a.id}: columns of unlike width`] : []),
      ];
    });
  });
  none(problems, 'side by side');
});

test('at 360 px one text holds both what went and what came, each once', async () => {
  const problems = await across(360, {}, async (page) => {
    const all = await page.evaluate(articles);
    return all.flatMap((a) => {
      const both = a.before.shown && a.after.shown && a.before.width > 0 && Math.abs(a.before.top - a.after.top) < 4;
      const marks = [...a.inserted, ...a.deleted];
      return [
        ...(both ? [`#${a.id}: still two columns`] : []),
        ...(a.kinds.ins && !a.inserted.length ? [`#${a.id}: what came is not shown`] : []),
        ...(a.kinds.del && !a.deleted.length ? [`#${a.id}: what went is not shown`] : []),
        ...(marks.some((m) => m.length > 12 && marks.filter((n) => n === m).length > 1) ? [`#${a.id}: the same words are shown twice`] : []),
      ];
    });
  });
  none(problems, 'one text');
});

for (const [where, width, options] of [
  ['at 1280 px', 1280, {}],
  ['at 360 px', 360, {}],
  ['in the dark', 1280, { colorScheme: 'dark' }],
  ['in forced colours', 1280, { forcedColors: 'active' }],
  ['on paper', 680, { print: true }],
]) {
  test(`inserted and deleted words differ without colour ${where}`, async () => {
    const { print, ...context } = options;
    const problems = await across(width, context, async (page) => {
      if (print) await page.emulateMedia({ media: 'print' });
      return page.evaluate(() => {
        // A mark that holds whole paragraphs passes its line on to them; one without hands nothing on.
        const line = (mark) => {
          const lines = new Set();
          for (let e = mark; e && !e.matches('.change'); e = e.parentElement) lines.add(getComputedStyle(e).textDecorationLine);
          for (const e of mark.querySelectorAll('*')) lines.add(getComputedStyle(e).textDecorationLine);
          return [...lines].join(' ');
        };
        const marks = [...document.querySelectorAll('.change ins, .change del')].filter((e) => e.getClientRects().length > 0);
        return marks
          .filter((e) => !line(e).includes(e.tagName === 'INS' ? 'underline' : 'line-through'))
          .map((e) => `${e.tagName.toLowerCase()} without a line (${line(e)}): ${e.textContent.trim().slice(0, 20)}`);
      });
    });
    none(problems, 'marks without colour');
  });
}
