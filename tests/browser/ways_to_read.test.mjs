// One page of every kind, read in every way that an owner may come by it: from a chat's download folder, from a host's
// sub-path, without JavaScript, enlarged, in the dark and on paper.

import { after, before, test } from 'node:test';
import { launch, openAll, overflow, tab, tones } from './chromium.mjs';
import { serve } from './server.mjs';
import { chosen, counted, encoded, fileAddress, none, root } from './site.mjs';

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

/** Opens each page in a tab of its own kind and gathers what `look` finds wrong, one line each. */
async function read(home, options, address, look = async () => []) {
  const { page, open, close } = await tab(browser, home, options);
  const problems = [];
  for (const name of chosen) {
    const slips = await open(address(name));
    problems.push(...counted([...slips, ...(await look(page, name))]).map((problem) => `${name}: ${problem}`));
  }
  await close();
  return problems;
}

const hosted = (name) => server.home + encoded(name);

/** Without an address of the site a 404 page, shown at any depth, cannot name a sheet: it stands in the browser's own colours. */
const plain = (name) => name === '404.html';

/** Whether the page is dressed: its sheets are there and have taken the browser's own margins away. */
async function dressed(page, name) {
  if (plain(name)) return [];
  return page.evaluate(() => {
    const sheets = [...document.querySelectorAll('link[rel~=stylesheet]')];
    return [
      ...(sheets.length ? [] : ['no stylesheet']),
      ...sheets.filter((link) => !link.sheet).map((link) => `stylesheet not loaded: ${link.getAttribute('href')}`),
      ...(getComputedStyle(document.body).marginLeft === '0px' ? [] : ['stylesheet not applied']),
    ];
  });
}

/** What an owner must be able to read: a heading in sight and text below it. */
async function legible(page) {
  return page.evaluate(() => {
    const main = document.querySelector('main');
    const h1 = document.querySelector('h1')?.getBoundingClientRect();
    return [...(main?.innerText.trim().length > 20 ? [] : ['no text in main']), ...(h1?.width > 0 && h1.height > 0 ? [] : ['h1 not drawn'])];
  });
}

const scrolling = async (page) => page.evaluate(overflow);

test('a page opened by double click is dressed and legible', async () => {
  const home = fileAddress('index.html').replace(/index\.html$/, '');
  none(await read(home, {}, fileAddress, async (page, name) => [...(await dressed(page, name)), ...(await legible(page))]), 'from file://');
});

test('a page on a host below a sub-path is dressed and legible', async () => {
  none(await read(server.home, {}, hosted, async (page, name) => [...(await dressed(page, name)), ...(await legible(page))]), 'below a sub-path');
});

test('links walk from the home page to a section and back, from file and from a host', async () => {
  const problems = [];
  for (const home of [server.home, fileAddress('index.html').replace(/index\.html$/, '')]) {
    const { page, open, close } = await tab(browser, home);
    problems.push(...(await open(home + 'index.html')));
    for (const target of await page.locator('header nav a').evaluateAll((links) => links.map((a) => a.href))) {
      problems.push(...(await open(home + 'index.html')));
      await page.locator(`header nav a[href="${target.slice(home.length)}"]`).click();
      await page.waitForURL(target);
      await page.locator('header a.name, header a[href$="index.html"]').first().click();
      await page.waitForURL(home + 'index.html');
    }
    await close();
  }
  none(problems, 'a walk through the sections');
});

test('without JavaScript the same text stands there, and the menu opens on a phone', async () => {
  const withScript = new Map();
  await read(server.home, { viewport: { width: 360, height: 780 } }, hosted, async (page, name) => {
    withScript.set(name, await page.locator('body').innerText());
    return [];
  });
  const options = { javaScriptEnabled: false, viewport: { width: 360, height: 780 } };
  const problems = await read(server.home, options, hosted, async (page, name) => {
    const found = [...(await dressed(page, name)), ...(await legible(page))];
    if ((await page.locator('body').innerText()) !== withScript.get(name)) found.push('other text than with JavaScript');
    const menu = page.locator('header details > summary');
    if (await menu.count()) {
      await menu.first().click();
      if (!(await page.locator('header nav a').first().isVisible())) found.push('the menu does not open');
    } else if (!plain(name)) found.push('no menu');
    return found;
  });
  none(problems, 'without JavaScript');
});

// At 200 % a window of 1280 px is a page of 640 CSS px, and one of 640 px a page of 320.
for (const width of [640, 320]) {
  test(`at 200 % zoom in a window of ${width * 2} px nothing is cut off or scrolls sideways`, async () => {
    const problems = await read(server.home, { viewport: { width, height: 450 }, deviceScaleFactor: 2 }, hosted, async (page) => {
      await page.evaluate(openAll);
      return [...(await legible(page)), ...(await scrolling(page)), ...(await page.evaluate(cutOff))];
    });
    none(problems, '200 % zoom');
  });
}

test('with the text alone at 200 % nothing is cut off or scrolls sideways', async () => {
  const problems = await read(server.home, { viewport: { width: 1280, height: 900 } }, hosted, async (page) => {
    await page.evaluate(openAll);
    await page.evaluate(() => {
      const html = document.documentElement;
      html.style.setProperty('font-size', `${2 * parseFloat(getComputedStyle(html).fontSize)}px`);
    });
    return [...(await scrolling(page)), ...(await page.evaluate(cutOff))];
  });
  none(problems, 'large text');
});

test('in the dark the ground is dark and the text light', async () => {
  const problems = await read(server.home, { colorScheme: 'dark' }, hosted, async (page) => {
    const { ground, darkest } = await page.evaluate(tones);
    return [...(ground === null || ground < 0.1 ? [] : [`light ground (${ground.toFixed(2)})`]), ...(darkest > 0.2 ? [] : [`dark text (${darkest.toFixed(2)})`])];
  });
  none(problems, 'dark scheme');
});

test('on paper a page is dark on white, within its margins, and makes a PDF', async () => {
  // A4 less 1.5 cm on each side, at 96 dots an inch; the reader's screen is dark.
  const paper = { colorScheme: 'dark', viewport: { width: 680, height: 1000 } };
  const problems = await read(server.home, paper, hosted, async (page, name) => {
    const found = [];
    const pdf = await page.pdf({ format: 'A4', margin: { top: '1.5cm', bottom: '1.5cm', left: '1.5cm', right: '1.5cm' }, printBackground: true });
    const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    if (!pdf.subarray(0, 5).equals(Buffer.from('%PDF-')) || sheets < 1) found.push('no PDF');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const { ground, lightest } = await page.evaluate(tones);
    if (!plain(name) && ground < 0.9) found.push(`the paper is inked (${ground.toFixed(2)})`);
    if (!plain(name) && lightest > 0.4) found.push(`pale text (${lightest.toFixed(2)})`);
    found.push(...(await scrolling(page)));
    await page.emulateMedia({ media: null, colorScheme: 'dark' });
    return found;
  });
  none(problems, 'print');
});

/** In the page: boxes that hide part of their own text. */
function cutOff() {
  const hides = (v) => v === 'hidden' || v === 'clip';
  return [...document.querySelectorAll('body *')].flatMap((e) => {
    const style = getComputedStyle(e);
    if (e.closest('svg') || style.clipPath !== 'none' || !e.innerText?.trim()) return [];
    const cutX = hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1;
    const cutY = hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1;
    return cutX || cutY ? [`text cut off in ${e.tagName.toLowerCase()}.${[...e.classList].join('.')}: ${e.innerText.trim().slice(0, 20)}`] : [];
  });
}
