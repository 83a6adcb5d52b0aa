import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchKey } from './search-key.js';

/** Whether a search for `wanted` finds `name`. */
const finds = (name: string, wanted: string) => searchKey(name).includes(searchKey(wanted));

describe('search', () => {
  it.each([
    ['Warung `Bu Komang`', 'warung bu'],
    ['Warung `Bu Komang`', 'BU KOMANG'],
    ["D'Kafe", 'dkafe'],
    ['D’Kafe', "d'kafe"],
    ['D´Kafe', 'D`Kafe'],
    ['Café Água de Côco', 'cafe agua'],
    ['Cafe Agua', 'café água'],
    ['Crème Brûlée', 'brule'],
    ['Кафе Ёлка', 'елка'],
    ['ＳＵＳＨＩ', 'sushi'],
    ['  Spaces  ', 'spaces'],
    ['Sushi ☕ 1#', '☕ 1#'],
    ['100% Vegan + More', '% vegan +'],
  ])('finds %s by %s', (name, wanted) => {
    expect(finds(name, wanted)).toBe(true);
  });

  it.each([
    ['Warung Sari', 'warungsari'],
    ['Sari', 'sary'],
    ['Кафе', 'kafe'],
  ])('does not find %s by %s', (name, wanted) => {
    expect(finds(name, wanted)).toBe(false);
  });

  it('finds a name by itself, composed or not, in any case that comes back to it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'É', 'ü', 'Ж', 'ñ', ' ', "'", '´', '☕', '1') }), (name) => {
        for (const form of ['NFC', 'NFD'] as const) {
          expect(searchKey(name.normalize(form))).toBe(searchKey(name));
          expect(searchKey(name.normalize(form).toUpperCase())).toBe(searchKey(name));
        }
        expect(searchKey(searchKey(name))).toBe(searchKey(name));
      }),
    );
  });
});
