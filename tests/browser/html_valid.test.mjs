// Every page against html-validate's recommended rules.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { none, pages, root } from './site.mjs';

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // Style alone: HTML knows no difference between <!DOCTYPE html> and <!doctype html>; the site keeps to one.
    'doctype-style': ['error', { style: 'lowercase' }],
  },
});

test('every page is valid HTML', async () => {
  const problems = [];
  for (const name of pages) {
    const report = await validator.validateString(readFileSync(join(root, name), 'utf8'), name);
    for (const result of report.results) {
      for (const m of result.messages) problems.push(`${name}:${m.line}:${m.column} ${m.ruleId}: ${m.message} (${m.selector ?? ''})`);
    }
  }
  none(problems, 'valid HTML');
});
