import { describe, expect, it } from '@jest/globals';
import { composeDigest, type DigestNumbers } from './compose-digest.js';

const ENTRY = { sales: null, usual: null, change: null, days: 0, zeros: [], stoppedSince: null };
const NUMBERS = {
  yesterday: {
    ...{ date: '2026-11-21', expected: 12, reported: 11 },
    missing: [{ id: 4, name: 'Kopi <b> & co', platforms: ['grab'] }],
    noLongerReporting: [
      { id: 5, name: 'Tutup', since: '2026-11-01' },
      { id: 6, name: 'Tutup lama', since: '2026-03-01' },
    ],
  },
  attention: {
    clients: [
      { ...ENTRY, id: 1, name: 'Warung', platform: 'grab', sales: 2_200_000, usual: 4_400_000, change: -0.5 },
      { ...ENTRY, id: 1, name: 'Warung', platform: 'gojek', sales: 600_000, usual: 1_000_000, change: -0.4 },
      { ...ENTRY, id: 2, name: 'Nol', platform: 'grab', zeros: ['2026-11-20', '2026-11-21'] },
      { ...ENTRY, id: 2, name: 'Nol', platform: 'gojek', zeros: ['2026-11-21'] },
      { ...ENTRY, id: 3, name: 'Setengah', platform: 'gojek', stoppedSince: '2026-11-18' },
    ],
  },
  board: {
    ...{ total: 14, freshness: { state: 'late', demo: false } },
    totals: { totalSales: 15_700_000, delta: { totalSales: -0.07 } },
    comparePeriod: { from: '2026-11-14', to: '2026-11-14' },
  },
} as unknown as DigestNumbers;
const READER = { timeZone: 'Asia/Makassar', publicUrl: undefined };

describe('the digest', () => {
  it('has one entry a restaurant, and counts those that stopped long ago', () => {
    const lines = composeDigest(NUMBERS, { ...READER, language: 'ru' });
    expect(lines.map((line) => line.replaceAll('\u00a0', ' '))).toEqual([
      '<b>Вчера, 21.11.2026</b>',
      'Отчитались 11 из 12 ресторанов. День ещё неполный.',
      'Продажи тех, кто отчитался: Rp 15,7 млн (−7 % к 14.11.2026)',
      '',
      '<b>Нет данных:</b>',
      '• Kopi &lt;b&gt; &amp; co (Grab)',
      '',
      '<b>Продажи упали за 7 дней:</b>',
      '• Warung: Grab −50 % (Rp 2,2 млн, обычно Rp 4,4 млн); GoJek −40 % (Rp 600 тыс., обычно Rp 1 млн)',
      '',
      '<b>Ровно 0, хотя обычно продажи есть:</b>',
      '• Nol: Grab 20.11.2026, 21.11.2026; GoJek 21.11.2026',
      '',
      '<b>Больше не присылают отчёты:</b>',
      '• Setengah, GoJek: с 18.11.2026',
      '• Tutup: с 01.11.2026',
      '• больше 30 дней назад: 1 ресторан',
    ]);
  });

  it('links every restaurant that it names to its page where the panel has an address', () => {
    const lines = composeDigest(NUMBERS, { ...READER, language: 'en', publicUrl: 'https://stats.example.com' });
    const links = lines.flatMap((line) =>
      [...line.matchAll(/<a href="([^"]+)">([^<]+)<\/a>/g)].map((found) => found.slice(1)),
    );
    const page = 'https://stats.example.com/admin';
    expect(links).toEqual([
      [`${page}?client=4`, 'Kopi &lt;b&gt; &amp; co'],
      [`${page}?client=1`, 'Warung'],
      [`${page}?client=2`, 'Nol'],
      [`${page}?client=3`, 'Setengah'],
      [`${page}?client=5`, 'Tutup'],
      [`${page}?mine=true`, 'Open my restaurants'],
    ]);
  });
});
