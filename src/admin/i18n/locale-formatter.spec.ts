import { describe, expect, it } from '@jest/globals';
import { LocaleFormatter } from './locale-formatter.js';
import { toDay } from '../../domain/index.js';

const en = new LocaleFormatter('en', 'Asia/Makassar');
const ru = new LocaleFormatter('ru', 'Asia/Makassar');
const withPlainSpaces = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('LocaleFormatter, numbers', () => {
  it.each([
    [62_123_456.5, 'Rp 62.1M', 'Rp 62,1 млн', 'Rp 62,123,456.50', 'Rp 62 123 456,50'],
    [999, 'Rp 999', 'Rp 999', 'Rp 999', 'Rp 999'],
    [0, 'Rp 0', 'Rp 0', 'Rp 0', 'Rp 0'],
    [4_560, 'Rp 4.6K', 'Rp 4,6 тыс.', 'Rp 4,560', 'Rp 4 560'],
    [1_234_000_000, 'Rp 1.2B', 'Rp 1,2 млрд', 'Rp 1,234,000,000', 'Rp 1 234 000 000'],
    [-3_250_000.75, '−Rp 3.3M', '−Rp 3,3 млн', '−Rp 3,250,000.75', '−Rp 3 250 000,75'],
  ])('writes %s rupiah in short and to the sen', (rupiah, enShort, ruShort, enExact, ruExact) => {
    expect(withPlainSpaces(en.money(rupiah))).toBe(enShort);
    expect(withPlainSpaces(ru.money(rupiah))).toBe(ruShort);
    expect(withPlainSpaces(en.exactMoney(rupiah))).toBe(enExact);
    expect(withPlainSpaces(ru.exactMoney(rupiah))).toBe(ruExact);
  });

  it('groups counts as the language does', () => {
    expect(withPlainSpaces(en.count(1_234_567))).toBe('1,234,567');
    expect(withPlainSpaces(ru.count(1_234_567))).toBe('1 234 567');
  });

  it('writes percent with one decimal below ten percent', () => {
    expect([en.percent(0.043), en.percent(0.12), en.percent(-0.5)]).toEqual(['4.3%', '12%', '-50%']);
    expect(withPlainSpaces(ru.percent(0.043))).toBe('4,3 %');
  });
});

describe('LocaleFormatter, dates', () => {
  it('writes days as the language does, with and without the year', () => {
    expect(en.day(toDay('2026-01-25'))).toBe('25 Jan 2026');
    expect(ru.day(toDay('2026-01-25'))).toBe('25.01.2026');
    expect([en.day(toDay('2026-09-05')), en.shortDay(toDay('2026-09-05'))]).toEqual(['5 Sep 2026', '5 Sep']);
    expect([ru.day(toDay('2026-09-05')), ru.shortDay(toDay('2026-09-05'))]).toEqual(['05.09.2026', '05.09']);
  });

  it('writes a period of one day as that day', () => {
    expect(en.period({ from: toDay('2026-01-25'), to: toDay('2026-01-25') })).toBe('25 Jan 2026');
  });

  it('writes instants in the given time zone', () => {
    expect(en.instant('2026-11-21T17:03:00.000Z')).toBe('22 Nov 2026, 01:03');
    expect(ru.instant('2026-11-21T17:03:00.000Z')).toBe('22.11.2026, 01:03');
  });
});
