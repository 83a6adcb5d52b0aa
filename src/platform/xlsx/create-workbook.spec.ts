import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import readXlsxFile from 'read-excel-file/node';
import type { Cell, Rows } from './cell.js';
import { createWorkbook } from './create-workbook.js';
import { toDay } from '../../domain/index.js';

const HEADINGS: Cell[] = ['Name', 'Day', 'Sales'].map((value) => ({ kind: 'heading', value }));

function write(rows: Rows, name = 'Sheet') {
  return buffer(createWorkbook([{ name, columnWidths: [20, 12], frozenRows: 1, rows }], 'dd.mm.yyyy'));
}

/** Reads a workbook with a reader that shares no code with the writer. */
async function read(file: Buffer) {
  return readXlsxFile(file, { trim: false });
}

async function readCells(rows: Rows) {
  return (await read(await write(rows)))[0]?.data;
}

const text = (value: string): Cell => ({ kind: 'text', value });

describe('a workbook', () => {
  it('holds numbers as numbers, days as dates, and nothing where nothing is known', async () => {
    const rows: Cell[][] = [
      HEADINGS,
      [text('Warung'), { kind: 'day', value: toDay('2026-11-20') }, { kind: 'money', value: 249_150.07 }],
      [text('Kafe'), null, { kind: 'count', value: 0 }],
      [null, { kind: 'day', value: toDay('2024-02-29') }, { kind: 'percent', value: -0.125 }],
    ];
    expect(await readCells(rows)).toEqual([
      ['Name', 'Day', 'Sales'],
      ['Warung', new Date('2026-11-20T00:00:00.000Z'), 249_150.07],
      ['Kafe', null, 0],
      [null, new Date('2024-02-29T00:00:00.000Z'), -0.125],
    ]);
  });

  it.each(['=1+1', '+62 812', '-1', '@x', "'quoted", ' spaces ', 'a\tb', 'two\nlines', 'Кафе ☕ <b>&"', '1e5', '0812'])(
    'holds the text %j as a text',
    async (value) => {
      expect(await readCells([[text(value)]])).toEqual([[value]]);
    },
  );

  it('escapes characters that XML cannot hold, and texts that look like an escape', async () => {
    const values = [...'\u0000\u0007\r\u001f\ufffe\uffff\ud800', '_x0041_', 'a_x000d_b', '_x1F_', '\u0007_x0007_'];
    expect(await readCells([values.map(text)])).toEqual([values]);
  });

  it('cuts a text that is longer than a cell of Excel', async () => {
    const [[cell] = []] = (await readCells([[text('x'.repeat(40_000))]])) ?? [];
    expect(String(cell)).toHaveLength(32_767);
  });

  it('names its sheets as Excel allows', async () => {
    const names = [
      'Warung: [Ayu] / "A" & B',
      '',
      'warung: [ayu] / "a" & b',
      "'x'",
      'Очень длинное название ресторана на Бали',
    ];
    const sheets = names.map((name) => ({ name, columnWidths: [], frozenRows: 0, rows: [[text(name)]] }));
    const written = await read(await buffer(createWorkbook(sheets, 'd mmm yyyy')));
    expect(written.map(({ sheet, data }) => [sheet, data[0]?.[0] ?? ''])).toEqual([
      ['Warung   Ayu    "A" & B', names[0]],
      ['Sheet', ''],
      ['warung   ayu    "a" & b (2)', names[2]],
      [' x ', names[3]],
      ['Очень длинное название ресторан', names[4]],
    ]);
  });

  it('lets other work run while it is written', async () => {
    let turns = 0;
    let next = setImmediate(function count() {
      turns += 1;
      next = setImmediate(count);
    });
    const seen: number[] = [];
    function* rows(): Generator<Cell[]> {
      for (let row = 0; row < 2000; row++) {
        if (row % 500 === 0) seen.push(turns);
        yield [text(`row ${row}`)];
      }
    }
    await write(rows());
    clearImmediate(next);
    expect(seen).toEqual([...new Set(seen)]);
    expect(seen).toHaveLength(4);
  });

  it.each([
    ['a number that is none', [[{ kind: 'money', value: NaN } as const]]],
    ['rows that cannot be read', failingRows()],
  ])('ends with an error for %s', async (_, rows: Rows) => {
    await expect(write(rows)).rejects.toThrow(RangeError);
  });
});

function* failingRows(): Generator<Cell[]> {
  yield [text('first')];
  throw new RangeError('the database went away');
}
