import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { BYTE_ORDER_MARK, formatCsvRecords, unescapeFormula } from './csv.js';

describe('a CSV file', () => {
  it('writes an empty cell for null and 0 for 0', () => {
    expect(formatCsvRecords([[1, 'Warung', null, 0, 0.12]])).toBe('1,Warung,,0,0.12\n');
  });

  it('writes raw numbers, also negative ones', () => {
    expect(formatCsvRecords([[-1500.25, -3, 249150.07, 1e-7]])).toBe('-1500.25,-3,249150.07,1e-7\n');
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
    '\tx',
    '\rx',
    '=HYPERLINK("http://x","y")',
  ])('puts an apostrophe before the formula %j', (text) => {
    expect(parse(formatCsvRecords([[text, 1]]), { record_delimiter: '\n' })).toEqual([[`'${text}`, '1']]);
  });

  it.each([
    ['W;=cmd|calc', "W;'=cmd|calc"],
    ['W; =1+1', "W;' =1+1"],
    ['W|@x', "W|'@x"],
    ['W\t+1', "W\t'+1"],
    ['two\n=1+1', "two\n'=1+1"],
    ['=1;=2', "'=1;'=2"],
    ['\t=1', "'\t'=1"],
  ])('puts an apostrophe after a separator inside the text %j', (text, written) => {
    expect(parse(formatCsvRecords([[text, 1]]), { record_delimiter: '\n' })).toEqual([[written, '1']]);
  });

  it.each(['Warung (Bu) - 1', "D'Kafe", '1+1', 'a=b', '  Spaces  ', 'Кафе ☕ 咖啡', 'e-mail@x', ''])(
    'keeps the text %j unchanged',
    (text) => {
      expect(parse(formatCsvRecords([[text, 1]]))).toEqual([[text, '1']]);
    },
  );

  it('quotes a cell with a line break, a comma or a quote', () => {
    expect(formatCsvRecords([['a,b', 'say "hi"', 'two\nlines', 'old\rmac', 'plain']])).toBe(
      '"a,b","say ""hi""","two\nlines","old\rmac",plain\n',
    );
  });

  it('gives the same cells when it is parsed', () => {
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
        const read = parse(formatCsvRecords(records), { relax_column_count: true, record_delimiter: ['\n', '\r'] });
        expect(read.map((cells) => cells.map(unarmed))).toEqual(expected.map((cells) => cells.map(unarmed)));
      }),
      { numRuns: 300 },
    );
  });

  it('gives back every text exactly, also one that looks escaped', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom("'", '=', '-', '@', ' ', ';', '|', '\t', '\n', '\r', 'x') }),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const [[, cell = ''] = []] = parse(formatCsvRecords([['x', text]]), { record_delimiter: '\n' });
        expect(unescapeFormula(cell)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('starts with the byte order mark of UTF-8', () => {
    expect(Buffer.from(BYTE_ORDER_MARK).toString('hex')).toBe('efbbbf');
  });
});

/** Returns the text without apostrophes, which stop it from running as a formula. */
function unarmed(text: string): string {
  return text.replaceAll("'", '');
}
