import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestClock } from '../../../test/support/create-test-app.js';
import { TestReplica } from '../../../test/support/test-replica.js';
import type { Client } from '../client.entity.js';
import { ClientsImportService, type ImportResult } from './clients-import.service.js';
import { ClientsService } from '../clients.service.js';
import { ClientTarget } from '../targets/client-target.entity.js';
import { SYSTEM } from '../../auth/index.js';

let replica: TestReplica;
let clock: TestClock;

beforeEach(async () => {
  clock = TestClock.at('2026-11-22T06:00:00.000Z');
  replica = await TestReplica.open({ clock });
});

afterEach(() => replica.close());

const take = (...lines: string[]): Promise<ImportResult> => takeText(`${lines.join('\n')}\n`);
const takeText = (text: string) => replica.get(ClientsImportService).import(text, SYSTEM);
const takeJson = (...records: unknown[]) => takeText(JSON.stringify(records));

async function held(): Promise<Client[]> {
  return replica.get(ClientsService).list({});
}

const names = async () => (await held()).map(({ name }) => name);

async function client(name: string): Promise<Client | undefined> {
  return (await held()).find((one) => one.name === name);
}

const counts = (created: number, updated = 0, unchanged = 0) => ({ created, updated, unchanged });

describe('CSV file of clients', () => {
  it('imports every column and gives empty cells their default', async () => {
    const result = await take(
      'name,status,contactName,contactPhone,contactTelegram,notes,goals,startDate,upstreamName',
      'Warung,paused,Ibu Komang,+62 812,@komang,Likes tea,10%,2026-01-31,warung sari',
      'Kafe,,,,,,,,',
    );
    expect(result).toEqual({ ...counts(2), rejected: [] });
    expect(await client('Warung')).toMatchObject({
      upstreamName: 'warung sari',
      status: 'paused',
      contactName: 'Ibu Komang',
      contactPhone: '+62 812',
      contactTelegram: '@komang',
      notes: 'Likes tea',
      goals: '10%',
      startDate: '2026-01-31',
      managerId: null,
      archivedAt: null,
      createdAt: '2026-11-22T06:00:00.000Z',
    });
    expect(await client('Kafe')).toMatchObject({
      upstreamName: 'Kafe',
      status: 'active',
      contactName: null,
      notes: null,
      startDate: null,
    });
  });

  it('never starts a sync', async () => {
    await take('name', 'Warung');
    expect(await client('Warung')).toMatchObject({ status: 'active', syncRequestedAt: null });
  });

  it('keeps names verbatim', async () => {
    const odd = ['  Spaces  ', '`Bu` & Co/ #1? 100%', "D'Kafe ☕ Кафе", 'warung sari', 'Warung Sari', '=cmd()', 'A;B'];
    expect(await take('name', ...odd)).toMatchObject(counts(odd.length));
    expect((await names()).sort()).toEqual([...odd].sort());
    expect((await held()).map(({ upstreamName }) => upstreamName).sort()).toEqual([...odd].sort());
  });

  it('is read with a byte order mark, Windows line ends and no line end at the end', async () => {
    expect(await takeText('\uFEFFname,notes\r\nWarung,one\r\n\r\nKafe,two')).toEqual({ ...counts(2), rejected: [] });
    expect(await client('Kafe')).toMatchObject({ notes: 'two' });
  });

  it('is read with semicolons', async () => {
    expect(await takeText('name;notes\nWarung, the first;a,b\nKafe;"c;d"\n')).toMatchObject(counts(2));
    expect(await client('Warung, the first')).toMatchObject({ notes: 'a,b' });
    expect(await client('Kafe')).toMatchObject({ notes: 'c;d' });
    expect(await takeText('name;status')).toEqual({ ...counts(0), rejected: [] });
  });

  it('rejects a name with a line break and a text that no database stores', async () => {
    const { rejected } = await takeText('name,notes\n"A\nB",x\nC,\0\nD\0,x\n');
    expect(rejected).toMatchObject([
      { line: 2, reason: 'name: must not contain a line break' },
      { line: 4, reason: 'notes: must not contain the character U+0000' },
      { line: 5, reason: 'name: must not contain the character U+0000' },
    ]);
  });

  it('is read with tabs', async () => {
    expect(await takeText('name\tnotes\nWarung\ta;b\n')).toMatchObject(counts(1));
    expect(await client('Warung')).toMatchObject({ notes: 'a;b' });
  });

  it('is read with the empty rows and columns that Excel leaves, and rejects only a value without a column', async () => {
    const result = await take(
      ';;;',
      'name;notes;;',
      'Warung;a;;',
      ';;;',
      ' ; ;;',
      'Kafe;b',
      'Sari;c;;;;',
      'Bad;d;;lost',
      ';;;',
    );
    expect(result).toMatchObject({
      ...counts(2),
      rejected: [
        { line: 6, reason: 'has 2 cells, the header has 4' },
        { line: 8, reason: 'has a value in column 4, which has no name in the header' },
      ],
    });
    expect(await client('Warung')).toMatchObject({ notes: 'a' });
  });

  it('is read with quotes, delimiters and line breaks inside cells', async () => {
    await takeText('name,notes,goals\n"Warung, ""Bu"" Sari","two\r\nlines\n","a"\n"Kafe",,"b"\n');
    expect(await client('Warung, "Bu" Sari')).toMatchObject({ notes: 'two\r\nlines\n', goals: 'a' });
    expect(await client('Kafe')).toMatchObject({ notes: null, goals: 'b' });
  });

  it('has its columns in any order, with spaces around their names', async () => {
    await take('notes , name', 'x,Warung');
    expect(await client('Warung')).toMatchObject({ notes: 'x' });
  });

  it.each([
    ['an unknown column', 'name,phone\nA,1\n', 'unknown columns: phone'],
    ['no name', 'notes,status\nA,active\n', 'there is no column "name"'],
    ['a column twice', 'name,notes,name\nA,1,B\n', 'columns given twice: name'],
    ['no header', 'Warung\nKafe\n', 'unknown columns: Warung'],
    ['nothing in it', '', 'The file is empty'],
    ['broken quotes in the header', '"name,notes\nA,1\n', 'the quotes do not pair up'],
  ])('is rejected as a whole with %s', async (_, text, message) => {
    await expect(takeText(text)).rejects.toMatchObject({
      code: 'bad_file',
      status: 400,
      message: expect.stringContaining(message) as unknown,
    });
    expect(await names()).toEqual([]);
  });

  it('names the known columns when its header is rejected', async () => {
    await expect(take('name,phone', 'A,1')).rejects.toThrow(/Known columns: .*contactPhone.*startDate/);
  });

  it('imports valid lines and lists rejected lines with number and reason', async () => {
    const result = await take(
      'name,status,startDate',
      'Good,active,2026-01-01',
      'Bad status,sleeping,',
      'Short,active',
      'Bad day,active,2026-02-30',
      ',active,',
      '"   ",active,',
      '',
      'Long,active,2026-01-01,more',
      `${'x'.repeat(201)},,`,
      'Also good,,',
    );
    expect(result).toMatchObject(counts(2));
    expect(await names()).toEqual(['Also good', 'Good']);
    expect(result.rejected).toMatchObject([
      { line: 3, reason: expect.stringContaining('status: ') },
      { line: 4, reason: 'has 2 cells, the header has 3' },
      { line: 5, reason: 'startDate: must be a calendar day YYYY-MM-DD from 2000 to 2099' },
      { line: 6, reason: expect.stringContaining('name: ') },
      { line: 7, reason: 'name: must not be empty' },
      { line: 9, reason: 'has 4 cells, the header has 3' },
      { line: 10, reason: expect.stringContaining('name: ') },
    ]);
  });

  it('rejects the line of a text that not every database stores, and of a number that a spreadsheet shortened', async () => {
    await take('name,contactPhone', 'Warung,+62 812 345');
    const result = await take(
      'name,contactPhone,contactTelegram,notes',
      'Warung,6.28E+12,,',
      'Kopi,,"6,28e+12",',
      'Kopi\0,,,',
      'Sate,,,a\0b',
      'Nasi,0812 345 6789,@e12,1E+5 a day',
    );
    const shortened = expect.stringMatching(/: a spreadsheet has shortened this number/);
    expect(result).toMatchObject({
      ...counts(1),
      rejected: [
        { line: 2, reason: shortened },
        { line: 3, reason: shortened },
        { line: 4, reason: 'name: must not contain the character U+0000' },
        { line: 5, reason: 'notes: must not contain the character U+0000' },
      ],
    });
    expect(await client('Warung')).toMatchObject({ contactPhone: '+62 812 345' });
  });

  it('counts the lines of the file, also after cells with line breaks', async () => {
    const { rejected } = await takeText(
      'name,notes,status\r\nA,,active\r\nB,"b\r\nb\r\n",active\r\nC,,asleep\r\nD,"\n",asleep\r\n',
    );
    expect(rejected.map(({ line }) => line)).toEqual([6, 7]);
  });

  it.each(['"Bu" Sari,x', 'Bu "Sari",x', '"Bu Sari,x', '"Bu Sari"x,y'])(
    'rejects only the line with broken quotes: %s',
    async (broken) => {
      const result = await take('name,notes', 'Before,"a ""good"" one"', broken, 'After,x', 'Last,"two', 'lines"');
      expect(result.rejected).toMatchObject([
        { line: 3, reason: expect.stringContaining('the quotes do not pair up') },
      ]);
      expect(await names()).toEqual(['After', 'Before', 'Last']);
      expect(await client('Last')).toMatchObject({ notes: 'two\nlines' });
    },
  );

  it('changes nothing when it is imported again', async () => {
    const lines = ['name,status,notes,startDate', 'A,paused,"x\ny",2026-01-31', 'B,,,', '  C ,active,,'];
    await take(...lines);
    const before = await held();
    clock.set('2026-11-23T06:00:00.000Z');
    expect(await take(...lines)).toEqual({ ...counts(0, 0, 3), rejected: [] });
    expect(await held()).toEqual(before);
  });

  it('updates filled cells, clears empty cells and keeps fields without a column', async () => {
    await take('name,status,notes,goals,upstreamName', 'A,paused,note,goal,up a', 'B,paused,note,goal,up b');
    clock.set('2026-11-23T06:00:00.000Z');
    expect(await take('name,notes,status,upstreamName', 'A,,,', 'B,note,paused,up b')).toMatchObject(counts(0, 1, 1));
    expect(await client('A')).toMatchObject({
      notes: null,
      goals: 'goal',
      status: 'paused',
      upstreamName: 'up a',
      updatedAt: '2026-11-23T06:00:00.000Z',
    });
    expect(await client('B')).toMatchObject({ notes: 'note', goals: 'goal', updatedAt: '2026-11-22T06:00:00.000Z' });
  });

  it('accepts a name once, and an upstream name for one client only', async () => {
    await take('name,upstreamName', 'Held,taken');
    const id = (await client('Held'))?.id;
    const result = await take('name,upstreamName', 'A,a', 'A,b', 'B,a', 'C,taken', 'taken,', 'Held,mine', 'D,taken');
    expect(result).toMatchObject(counts(2, 1));
    expect(result.rejected).toMatchObject([
      { line: 3, reason: 'name: the same as in line 2' },
      { line: 4, reason: expect.stringMatching(/^upstreamName: client \d+ has it already$/) },
      { line: 5, reason: `upstreamName: client ${id} has it already` },
      { line: 6, reason: `upstreamName: client ${id} has it already` },
    ]);
    expect((await held()).map(({ name, upstreamName }) => [name, upstreamName])).toEqual([
      ['A', 'a'],
      ['D', 'taken'],
      ['Held', 'mine'],
    ]);
  });

  it('stores a target from its month on, and earlier months keep theirs', async () => {
    await take('name,monthlyTarget', 'A,50000000', 'B,');
    clock.set('2026-12-02T06:00:00.000Z');
    await take('name,monthlyTarget', 'A,60000000', 'B,');
    await take('name,notes', 'A,x', 'B,');
    const id = (await client('A'))?.id;
    const targets = await replica.database.read((tx) => tx.find(ClientTarget, { order: { fromMonth: 'ASC' } }));
    expect(targets).toEqual([
      { clientId: id, fromMonth: '2026-11-01', targetSen: 5_000_000_000 },
      { clientId: id, fromMonth: '2026-12-01', targetSen: 6_000_000_000 },
    ]);
  });

  it('leaves an archived client archived', async () => {
    await take('name', 'A');
    const clients = replica.get(ClientsService);
    await clients.archive((await client('A'))?.id ?? 0, SYSTEM);
    expect(await take('name,notes', 'A,x')).toMatchObject(counts(0, 1));
    expect(await clients.list({ status: 'archived' })).toMatchObject([{ name: 'A', notes: 'x' }]);
  });

  it('imports 250 lines in several transactions', async () => {
    const lines = Array.from({ length: 250 }, (_, at) => (at === 120 ? 'Bad,asleep' : `Client ${at},`));
    expect(await take('name,status', ...lines)).toMatchObject({ ...counts(249), rejected: [{ line: 122 }] });
    expect(await names()).toHaveLength(249);
  });
});

describe('JSON array of clients', () => {
  it('is imported like a CSV file, and null and "" clear a field', async () => {
    expect(await takeJson({ name: 'A', notes: 'x', goals: 'y' }, { name: ' B ', status: 'churned' })).toEqual({
      ...counts(2),
      rejected: [],
    });
    expect(await takeJson({ name: 'A', notes: null, goals: '' }, { name: ' B ' })).toMatchObject(counts(0, 1, 1));
    expect(await client('A')).toMatchObject({ notes: null, goals: null });
    expect(await client(' B ')).toMatchObject({ status: 'churned', upstreamName: ' B ' });
    expect(await takeJson()).toEqual({ ...counts(0), rejected: [] });
  });

  it('imports valid records and lists rejected records by position', async () => {
    const result = await takeJson(
      { name: 'A' },
      7,
      { name: 1 },
      { name: 'B', phone: '1' },
      null,
      [],
      { notes: 'x' },
      {
        name: 'C',
      },
    );
    expect(result).toMatchObject(counts(2));
    expect(result.rejected.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7]);
    for (const { reason } of result.rejected) expect(reason).toMatch(/^\w/);
    expect(result.rejected[2]?.reason).toContain('phone');
  });

  it.each(['[{"name": "A"}', '[1,]', '  ['])('is rejected as a whole when it is not valid JSON: %s', async (text) => {
    await expect(takeText(text)).rejects.toMatchObject({ code: 'bad_file' });
  });
});
