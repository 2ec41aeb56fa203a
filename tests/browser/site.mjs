// The built site as the tests see it: its files, its pages, and the few that stand for all the others.
// GONGSHI_SITE names the folder; tests/run builds it from example-community.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const given = process.env.GONGSHI_SITE;
if (!given || !existsSync(join(given, 'index.html'))) {
  throw new Error('GONGSHI_SITE must name a folder that holds a built site; tests/run does that');
}
export const root = resolve(given);

/** Every file of the site as a path from its root with "/", sorted. */
export const files = readdirSync(root, { recursive: true })
  .map((name) => name.split(sep).join('/'))
  .filter((name) => statSync(join(root, name)).isFile())
  .sort();

export const pages = files.filter((name) => name.endsWith('.html') && !name.startsWith('data/source/'));

function first(pattern) {
  const found = pages.find((name) => pattern.test(name));
  assert.ok(found, `the site has no page like ${pattern}`);
  return found;
}

function last(pattern) {
  const found = pages.findLast((name) => pattern.test(name));
  assert.ok(found, `the site has no page like ${pattern}`);
  return found;
}

/** One page of every kind: what the dear tests read, and what people look at. */
export const representative = {
  home: 'index.html',
  'accounts index': 'accounts/index.html',
  period: last(/^accounts\/\d{4}[^/]*\.html$/),
  account: last(/^accounts\/account\//),
  category: last(/^accounts\/category\//),
  'collection index': 'collection/index.html',
  collection: last(/^collection\/\d{4}[^/]*\.html$/),
  'contracts index': 'contracts/index.html',
  contract: last(/^contracts\/(?!index).*\.html$/),
  scores: 'scores/index.html',
  'scores period': last(/^scores\/\d{4}[^/]*\.html$/),
  'rules index': 'rules/index.html',
  rule: first(/^rules\/[^/]+\/index\.html$/),
  'rule version': first(/^rules\/[^/]+\/\d{4}-\d\d-\d\d\.html$/),
  'rule diff': first(/^rules\/[^/]+\/[^/]+\.\.[^/]+\.html$/),
  'minutes index': 'minutes/index.html',
  minutes: last(/^minutes\/.*\d\.*-.*\.html$/),
  'notices index': 'notices/index.html',
  notice: last(/^notices\/\d.*\.html$/),
  'resolutions index': 'resolutions/index.html',
  resolution: last(/^resolutions\/(?!index).*\.html$/),
  'fund index': 'fund/index.html',
  'fund withdrawal': last(/^fund\/(?!index).*\.html$/),
  budget: last(/^accounts\/budget-\d{4}\.html$/),
  audit: last(/^accounts\/audits\/.*\.html$/),
  'complaints index': 'complaints/index.html',
  'complaints period': last(/^complaints\/\d{4}[^/]*\.html$/),
  'surveys index': 'surveys/index.html',
  survey: last(/^surveys\/\d{4}[^/]*\.html$/),
  'organisation index': 'organisation/index.html',
  body: first(/^organisation\/committee.*\.html$/),
  'firm record': first(/^organisation\/.*\.record\.html$/),
  'letters index': 'letters/index.html',
  letter: last(/^letters\/\d.*\.html$/),
  'seal index': 'seal/index.html',
  'seal year': last(/^seal\/\d{4}\.html$/),
  calendar: 'calendar/index.html',
  'community index': 'community/index.html',
  activity: last(/^community\/\d.*\.html$/),
  volunteers: 'volunteers/index.html',
  'replies index': 'replies/index.html',
  reply: last(/^replies\/\d.*\.html$/),
  'topics index': 'topics/index.html',
  topic: last(/^topics\/(?!index).*\.html$/),
  participation: 'participation.html',
  compliance: 'compliance/index.html',
  data: 'data/index.html',
  404: '404.html',
};

for (const name of Object.values(representative)) assert.ok(pages.includes(name), `the site has no page ${name}`);

export const chosen = Object.values(representative);

/** A path from the site's root as part of an address. */
export function encoded(name) {
  return name.split('/').map(encodeURIComponent).join('/');
}

/** The address of a page opened by double click. */
export function fileAddress(name) {
  return pathToFileURL(join(root, name)).href;
}

/** The same lines once each, with how often they came. */
export function counted(lines) {
  return [...new Set(lines)].map((line) => {
    const times = lines.filter((l) => l === line).length;
    return times > 1 ? `${line} (${times} times)` : line;
  });
}

/** Fails with one line for each problem found; `said` tells what every page should do. */
export function none(problems, said) {
  const shown = problems.slice(0, 60).map((line) => `  ${line}`);
  if (problems.length > shown.length) shown.push(`  … and ${problems.length - shown.length} more`);
  assert.equal(problems.length, 0, `${said}: ${problems.length} problem(s)\n${shown.join('\n')}`);
}
