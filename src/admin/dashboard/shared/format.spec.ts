import { describe, expect, it } from '@jest/globals';
import { day } from '../../../stats/day.js';
import { Formatter } from './format.js';

const en = new Formatter('en', 'Asia/Makassar');
const ru = new Formatter('ru', 'Asia/Makassar');
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('a number on the screen', () => {
  it.each([
    [62_123_456.5, 'Rp 62.1M', 'Rp 62,1 млн', 'Rp 62,123,456.50', 'Rp 62 123 456,50'],
    [999, 'Rp 999', 'Rp 999', 'Rp 999', 'Rp 999'],
    [0, 'Rp 0', 'Rp 0', 'Rp 0', 'Rp 0'],
    [4_560, 'Rp 4.6K', 'Rp 4,6 тыс.', 'Rp 4,560', 'Rp 4 560'],
    [1_234_000_000, 'Rp 1.2B', 'Rp 1,2 млрд', 'Rp 1,234,000,000', 'Rp 1 234 000 000'],
    [-3_250_000.75, '−Rp 3.3M', '−Rp 3,3 млн', '−Rp 3,250,000.75', '−Rp 3 250 000,75'],
  ])('%s rupiah', (rupiah, enShort, ruShort, enExact, ruExact) => {
    expect(plain(en.money(rupiah))).toBe(enShort);
    expect(plain(ru.money(rupiah))).toBe(ruShort);
    expect(plain(en.exactMoney(rupiah))).toBe(enExact);
    expect(plain(ru.exactMoney(rupiah))).toBe(ruExact);
  });

  it('is grouped by the language', () => {
    expect(plain(en.count(1_234_567))).toBe('1,234,567');
    expect(plain(ru.count(1_234_567))).toBe('1 234 567');
    expect([en.percent(0.043), en.percent(0.12), en.percent(-0.5)]).toEqual(['4.3%', '12%', '-50%']);
    expect(plain(ru.percent(0.043))).toBe('4,3 %');
  });
});

describe('a time on the screen', () => {
  it('is written as people write it, instants in Bali time', () => {
    expect(en.day(day('2026-01-25'))).toBe('25 Jan 2026');
    expect(ru.day(day('2026-01-25'))).toBe('25.01.2026');
    expect([en.day(day('2026-09-05')), en.shortDay(day('2026-09-05'))]).toEqual(['5 Sep 2026', '5 Sep']);
    expect([ru.day(day('2026-09-05')), ru.shortDay(day('2026-09-05'))]).toEqual(['05.09.2026', '05.09']);
    expect(en.period({ from: day('2026-01-25'), to: day('2026-01-25') })).toBe('25 Jan 2026');
    expect(en.instant('2026-11-21T17:03:00.000Z')).toBe('22 Nov 2026, 01:03');
    expect(ru.instant('2026-11-21T17:03:00.000Z')).toBe('22.11.2026, 01:03');
  });
});
