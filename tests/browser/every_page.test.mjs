// What holds for every page, read in one walk through the whole site.

import { after, before, test } from 'node:test';
import { launch, openAll, overflow, tab } from './chromium.mjs';
import { serve } from './server.mjs';
import { counted, encoded, files, none, pages, root } from './site.mjs';

const widths = [1280, 360, 320];
const seen = new Map();
let server;

/** In the page: what can be read off it without looking at its layout. */
function facts() {
  const attribute = (name) => [...document.querySelectorAll(`[${name}]`)].map((e) => e.getAttribute(name));
  return {
    h1: document.querySelectorAll('h1').length,
    lang: document.documentElement.lang,
    title: document.title.trim(),
    links: [...document.querySelectorAll('a[href], link[href], area[href]')].map((e) => ({ written: e.getAttribute('href'), address: e.href })),
    sources: [...attribute('src'), ...attribute('srcset'), ...attribute('poster')],
    ids: [...document.querySelectorAll('[id]')].map((e) => e.id),
    described: ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for', 'headers'].flatMap((name) =>
      attribute(name).flatMap((value) => value.split(/\s+/)).filter(Boolean).map((id) => ({ name, id })),
    ),
    robots: document.querySelector('meta[name=robots]')?.content ?? '',
    scripts: document.querySelectorAll('script, [style], style, [onclick], [onload]').length,
    policy: document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content ?? '',
  };
}

before(async () => {
  server = await serve(root);
  const browser = await launch();
  const { page, open } = await tab(browser, server.home);
  for (const name of pages) {
    await page.setViewportSize({ width: 1280, height: 900 });
    const slips = await open(server.home + encoded(name));
    const read = await page.evaluate(facts);
    const wide = [];
    for (const opened of [false, true]) {
      if (opened) await page.evaluate(openAll);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        for (const problem of await page.evaluate(overflow)) wide.push(`${width} px${opened ? ', all details open' : ''}: ${problem}`);
      }
    }
    seen.set(name, { ...read, slips, wide });
  }
  await browser.close();
});

after(() => server?.close());

/** One line for each problem that `of` finds in a page, the same one counted, not repeated. */
function problems(of) {
  return [...seen].flatMap(([name, facts]) => counted(of(facts, name)).map((problem) => `${name}: ${problem}`));
}

test('no page logs an error, breaks its policy, asks another host or misses a file', () => {
  none(problems((p) => p.slips), 'a quiet console');
});

test('no page is wider than a screen of 1280, 360 or 320 px', () => {
  none(problems((p) => p.wide), 'no sideways scrolling');
});

test('every page has exactly one h1', () => {
  none(problems((p) => (p.h1 === 1 ? [] : [`${p.h1} h1`])), 'one h1');
});

test('every page names its language and has a title of its own', () => {
  const titles = [...seen.values()].map((p) => p.title);
  none(
    problems((p) => [
      ...(/^[a-z]{2}(-[A-Za-z]+)*$/.test(p.lang) ? [] : [`lang="${p.lang}"`]),
      ...(p.title ? [] : ['no title']),
      ...(titles.filter((t) => t === p.title).length === 1 ? [] : [`shares its title with others: ${p.title}`]),
    ]),
    'language and title',
  );
});

test('no page has a script, an inline style or no content security policy', () => {
  none(problems((p) => [...(p.scripts ? [`${p.scripts} scripts or inline styles`] : []), ...(p.policy.includes("default-src 'none'") ? [] : ['no strict policy'])]), 'strict pages');
});

test('every id stands once on its page and every reference to one is met', () => {
  none(
    problems((p) => [
      ...p.ids.filter((id, i) => p.ids.indexOf(id) !== i).map((id) => `id twice: ${id}`),
      ...p.described.filter(({ id }) => !p.ids.includes(id)).map(({ name, id }) => `${name} names a missing id: ${id}`),
    ]),
    'ids',
  );
});

test('every link of the site leads to one of its files, and every fragment to an anchor', () => {
  const known = new Set(files);
  const wrong = ({ written, address }) => {
    if (/^(mailto|tel|data):/.test(written)) return [];
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(written)) return [];
    if (written.startsWith('/')) return [`starts at the host's root: ${written}`];
    if (!address.startsWith(server.home)) return [`leaves the site: ${written}`];
    const url = new URL(address);
    const target = decodeURIComponent(url.href.slice(server.home.length).replace(/[?#].*$/, ''));
    if (!known.has(target)) return [`no file: ${written}`];
    const fragment = decodeURIComponent(url.hash.slice(1));
    if (!fragment || !seen.has(target)) return [];
    return seen.get(target).ids.includes(fragment) ? [] : [`no anchor: ${written}`];
  };
  none(problems((p) => [...p.links.flatMap(wrong), ...p.sources.filter((s) => /^([a-z]+:)?\/\//i.test(s)).map((s) => `source elsewhere: ${s}`)]), 'whole links');
});

test('every page but 404 can be reached from the home page', () => {
  const reached = new Set(['index.html']);
  for (const name of reached) {
    for (const { address } of seen.get(name).links) {
      const target = address.startsWith(server.home) ? decodeURIComponent(address.slice(server.home.length).replace(/[?#].*$/, '')) : '';
      if (seen.has(target)) reached.add(target);
    }
  }
  none(pages.filter((name) => name !== '404.html' && !reached.has(name)), 'no page is an island');
});
