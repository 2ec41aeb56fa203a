// Pictures of one page of every kind, for people to look at: GONGSHI_SHOTS names the folder they go to.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, tab } from './chromium.mjs';
import { serve } from './server.mjs';
import { encoded, representative, root } from './site.mjs';

const out = process.env.GONGSHI_SHOTS;
if (!out) throw new Error('GONGSHI_SHOTS must name a folder for the pictures');
mkdirSync(out, { recursive: true });

const ways = [
  ['360', { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2 }],
  ['360-dark', { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2, colorScheme: 'dark' }],
  ['1280', { viewport: { width: 1280, height: 900 } }],
];

// What a picture can hold: beyond this a long page is cut, its head is what counts.
const highest = 6000;

const server = await serve(root);
const browser = await launch();
for (const [way, options] of ways) {
  const { page, open, close } = await tab(browser, server.home, options);
  for (const [kind, name] of Object.entries(representative)) {
    await open(server.home + encoded(name));
    const { width, height } = await page.evaluate(() => ({ width: document.documentElement.clientWidth, height: document.documentElement.scrollHeight }));
    const path = join(out, `${kind.replaceAll(' ', '-')}.${way}.png`);
    await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, highest) } });
  }
  await close();
}
await browser.close();
await server.close();
console.log(`${ways.length * Object.keys(representative).length} pictures in ${out}`);
