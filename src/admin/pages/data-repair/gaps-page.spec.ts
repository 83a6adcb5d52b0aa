import { describe, expect, it } from '@jest/globals';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { GapsPage, MAX_RESTAURANTS_NAMED } from './gaps-page.js';
import { messagesIn } from '../../i18n/language.js';
import { RecordFormatter } from '../../adminjs/record-formatter.js';
import { parseDay } from '../../../domain/index.js';

const day = parseDay('2026-11-20')!;
const period = { from: day, to: day };

/** Returns the page of this many restaurants, each of which misses one day. */
function render(restaurants: number): string {
  const gaps = [{ from: day, to: day, days: 1, platforms: ['grab' as const] }];
  const clients = Array.from({ length: restaurants }, (_, i) => ({ id: i + 1, name: `Warung ${i}`, missing: 1, gaps }));
  const props = { messages: messagesIn('en'), formatter: new RecordFormatter('en', 'Asia/Makassar'), period, clients };
  return renderToString(h(GapsPage, { ...props, canFetchAgain: true, problem: undefined }));
}

describe('the page of missing days', () => {
  it('says how many restaurants it does not name', () => {
    const page = render(1200);
    expect(page).toContain('Days are missing for 1,200 restaurants. The 300 that miss the most are listed here.');
    expect(page.match(/data-client-id/g)).toHaveLength(MAX_RESTAURANTS_NAMED);
  });

  it('names all restaurants when they fit', () => {
    const page = render(MAX_RESTAURANTS_NAMED);
    expect(page).not.toContain('are listed here');
    expect(page.match(/data-client-id/g)).toHaveLength(MAX_RESTAURANTS_NAMED);
  });
});
