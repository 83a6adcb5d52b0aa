import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseStatDate } from './stat-date.js';

const BALI = 'Asia/Makassar';

describe('parseStatDate', () => {
  it.each([
    ['2025-10-31', '2025-10-31'],
    ['2025-10-31T00:00:00.000Z', '2025-10-31'],
    ['2025-10-31T00:00:00Z', '2025-10-31'],
    ['2025-10-31T00:00:00+00:00', '2025-10-31'],
    ['2025-10-31T00:00:00', '2025-10-31'],
    ['2025-10-31 00:00:00', '2025-10-31'],
    ['2025-10-30T16:00:00.000Z', '2025-10-31'],
    ['2025-10-30T15:59:59.999Z', '2025-10-30'],
    ['2025-10-31T00:00:00+08:00', '2025-10-31'],
    ['2025-10-31T00:00:00+0800', '2025-10-31'],
    ['2025-10-31T23:30:00-02:00', '2025-11-01'],
    ['2024-02-29', '2024-02-29'],
    ['2025-12-31T16:00:00.000Z', '2026-01-01'],
  ])('reads %s as %s in Bali', (text, day) => {
    expect(parseStatDate(text, BALI)).toBe(day);
  });

  it('keeps the date of midnight UTC in a time zone west of Greenwich', () => {
    expect(parseStatDate('2025-10-31T00:00:00.000Z', 'America/New_York')).toBe('2025-10-31');
    expect(parseStatDate('2025-10-31T04:00:00.000Z', 'America/New_York')).toBe('2025-10-31');
    expect(parseStatDate('2025-10-31T03:59:00.000Z', 'America/New_York')).toBe('2025-10-30');
  });

  it.each([
    '2025-02-30',
    '2025-02-29T00:00:00.000Z',
    '2025-13-01T16:00:00.000Z',
    '2025-10-31T24:00:00Z',
    '2025-10-31T10:60:00Z',
    '2025-10-31T08:30:00',
    '2025-10-31T00:00:00+25:00',
    '2025-10-31Z',
    '2099-12-31T16:00:00.000Z',
    '1999-12-31',
    '31.10.2025',
    '10/31/2025',
    ' 2025-10-31',
    '2025-10-31\n',
    '',
    'Invalid date',
    1_761_868_800_000,
    true,
    {},
    ['2025-10-31'],
  ])('rejects %p', (value) => {
    expect(parseStatDate(value, BALI)).toBeNull();
  });

  it('never throws', () => {
    const nearlyDate = fc.string({ unit: fc.constantFrom(...'0123456789-:TZ+. ') });
    fc.assert(
      fc.property(fc.oneof(nearlyDate, fc.anything()), (value) => {
        expect(parseStatDate(value, BALI) ?? '2025-01-01').toMatch(/^20\d\d-\d\d-\d\d$/);
      }),
    );
  });
});
