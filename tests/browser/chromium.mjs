// Chromium as the tests drive it, and what a page let slip while it was open.

import { chromium } from 'playwright-core';

const executablePath = process.env.GONGSHI_CHROMIUM ?? '/usr/bin/chromium';

/** Nothing but the pages under test may reach for the network. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch() {
  return chromium.launch({ executablePath, args, headless: true });
}

/**
 * Opens a tab and keeps a list of what goes wrong in it: errors on the console, exceptions, violations of the
 * content security policy, requests that leave `home` and requests that fail.
 */
export async function tab(browser, home, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN', ...options });
  const page = await context.newPage();
  const slips = [];
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (e) => window.violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile ?? ''}`));
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') slips.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => slips.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(home) && !url.startsWith('data:')) slips.push(`request to ${url}`);
  });
  page.on('requestfailed', (request) => slips.push(`request failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400) slips.push(`answer ${response.status()}: ${response.url()}`);
  });
  return {
    page,
    /** Loads a page and returns what slipped since the last one. */
    async open(address) {
      slips.length = 0;
      await page.goto(address, { waitUntil: 'load' });
      const violations = await page.evaluate(() => window.violations ?? []);
      return [...slips, ...violations.map((v) => `policy: ${v}`)];
    },
    close: () => context.close(),
  };
}

/** In the page: whether it is wider than the window, and the innermost elements that make it so. */
export function overflow() {
  const html = document.documentElement;
  const wide = html.scrollWidth - window.innerWidth;
  const hidden = [html, document.body].some((e) => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX));
  if (hidden) return ['the root hides what is too wide (overflow-x)'];
  if (wide <= 0) return [];
  const scrolls = (e) => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(e).overflowX);
  const inScroller = (e) => {
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) if (scrolls(p)) return true;
    return false;
  };
  const out = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > window.innerWidth + 0.5 && !inScroller(e));
  const inner = out.filter((e) => !out.some((o) => o !== e && e.contains(o)));
  const name = (e) => `${e.parentElement.tagName.toLowerCase()} > ${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}${[...e.classList].map((c) => '.' + c).join('')}`;
  const names = [...new Set(inner.map(name))].slice(0, 4);
  return [`${wide} px too wide: ${names.join(', ') || 'nothing sticks out by itself'}`];
}

/** In the page: opens every `details`, so that what stands in it is looked at too. */
export function openAll() {
  for (const e of document.querySelectorAll('details')) e.open = true;
}

/** In the page: the luminance (0 to 1) of the ground and of the text of the main heading and paragraphs. */
export function tones() {
  const luminance = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    if (a === 0) return null;
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = [document.body, document.documentElement].map((e) => luminance(getComputedStyle(e).backgroundColor)).find((l) => l !== null);
  const texts = [...document.querySelectorAll('h1, main p, main td')].slice(0, 200).map((e) => luminance(getComputedStyle(e).color));
  return { ground: ground ?? null, darkest: Math.min(...texts), lightest: Math.max(...texts) };
}
