import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { BYTE_ORDER_MARK, csvLines } from './csv.js';

describe('a CSV file', () => {
  it('has an empty cell for what does not exist, and 0 for 0', () => {
    expect(csvLines([[1, 'Warung', null, 0, 0.12]])).toBe('1,Warung,,0,0.12\n');
  });

  it('has raw numbers, negative ones too', () => {
    expect(csvLines([[-1500.25, -3, 249150.07, 1e-7]])).toBe('-1500.25,-3,249150.07,1e-7\n');
  });

  it.each([
    '=cmd()',
    '+1',
    '-1',
    '@x',
    '＝cmd()',
    '＠x',
    ' =1+1',
    '\u00a0=1+1',
    '\t=1',
    '\tx',
    '\rx',
    '\n=1',
    '=HYPERLINK("http://x","y")',
  ])('makes %j inert', (text) => {
    expect(parse(csvLines([[text, 1]]), { record_delimiter: '\n' })).toEqual([[`'${text}`, '1']]);
  });

  it.each(['Warung (Bu) - 1', "D'Kafe", '1+1', 'a=b', '  Spaces  ', 'Кафе ☕ 咖啡', 'e-mail@x', ''])(
    'leaves %j as it is',
    (text) => {
      expect(parse(csvLines([[text, 1]]))).toEqual([[text, '1']]);
    },
  );

  it('quotes what would break a line apart', () => {
    expect(csvLines([['a,b', 'say "hi"', 'two\nlines', 'old\rmac', 'plain']])).toBe(
      '"a,b","say ""hi""","two\nlines","old\rmac",plain\n',
    );
  });

  it('can be read back, whatever is in it', () => {
    const anyCell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ';', 'é', '☕', 'x', ' ') }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constant(null),
    );
    const record = fc.array(anyCell, { minLength: 2, maxLength: 4 }).map((cells) => ['x', ...cells]);
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 4 }), (records) => {
        const expected = records.map((cells) => cells.map((cell) => (cell === null ? '' : String(cell))));
        const read = parse(csvLines(records), { relax_column_count: true, record_delimiter: ['\n', '\r'] });
        expect(read.map((cells) => cells.map(unarmed))).toEqual(expected.map((cells) => cells.map(unarmed)));
      }),
      { numRuns: 300 },
    );
  });

  it('begins with a mark that spreadsheets know UTF-8 by', () => {
    expect(Buffer.from(BYTE_ORDER_MARK).toString('hex')).toBe('efbbbf');
  });
});

/** Without the apostrophe that makes a text inert. */
function unarmed(text: string): string {
  return text.replace(/^'/, '');
}
