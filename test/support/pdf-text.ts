import { inflateSync } from 'node:zlib';

/** The characters of the glyphs of a font. */
type Glyphs = ReadonlyMap<number, string>;

/**
 * Returns the visible text of a PDF as Chromium prints it, with a line break after each drawn piece. It knows only what Chromium
 * writes: compressed streams, fonts named by the number of their object, and glyphs of two bytes with a table of their characters.
 */
export function readPdfText(pdf: Buffer): string {
  const objects = readObjects(pdf);
  const fonts = new Map<string, Glyphs>();
  for (const [number, { dictionary }] of objects) {
    const [, table] = /\/ToUnicode (\d+) 0 R/.exec(dictionary) ?? [];
    if (table !== undefined) fonts.set(`F${number}`, readGlyphs(objects.get(Number(table))?.stream ?? ''));
  }
  const contents = [...objects.values()].filter(({ stream }) => /\bTf\b[^]*\bT[jJ]\b/.test(stream));
  if (contents.length === 0 || fonts.size === 0) throw new Error('The PDF has no text, or is none of Chromium');
  return contents.map(({ stream }) => readContent(stream, fonts)).join('\n');
}

function readObjects(pdf: Buffer): Map<number, { dictionary: string; stream: string }> {
  const source = pdf.toString('latin1');
  const objects = new Map<number, { dictionary: string; stream: string }>();
  for (const { index, 0: head, 1: number } of source.matchAll(/(?<=^|\n)(\d+) 0 obj\b/g)) {
    const begin = index + head.length;
    const [streamAt, endAt] = [source.indexOf('stream\n', begin), source.indexOf('endobj', begin)];
    const hasStream = streamAt !== -1 && streamAt < endAt;
    const dictionary = source.slice(begin, hasStream ? streamAt : endAt);
    const from = streamAt + 'stream\n'.length;
    const bytes = hasStream ? pdf.subarray(from, source.indexOf('endstream', from)) : Buffer.alloc(0);
    const isText = dictionary.includes('/FlateDecode') && !/\/Subtype \/Image|\/Length1 /.test(dictionary);
    objects.set(Number(number), { dictionary, stream: isText ? inflateSync(bytes).toString('latin1') : '' });
  }
  return objects;
}

function readGlyphs(table: string): Glyphs {
  const glyphs = new Map<number, string>();
  const toText = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, block = ''] of table.matchAll(/beginbfchar([^]*?)endbfchar/g)) {
    for (const [, glyph = '', text = ''] of block.matchAll(/<(\w+)> <(\w+)>/g))
      glyphs.set(parseInt(glyph, 16), toText(text));
  }
  for (const [, block = ''] of table.matchAll(/beginbfrange([^]*?)endbfrange/g)) {
    for (const [, first = '', last = '', text = ''] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      for (let glyph = parseInt(first, 16); glyph <= parseInt(last, 16); glyph++) {
        glyphs.set(glyph, String.fromCodePoint((toText(text).codePointAt(0) ?? 0) + glyph - parseInt(first, 16)));
      }
    }
  }
  return glyphs;
}

function readContent(content: string, fonts: ReadonlyMap<string, Glyphs>): string {
  let text = '';
  let glyphs: Glyphs = new Map();
  for (const [, font, hex, end] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([\dA-Fa-f]+)>|\b(ET)\b/g)) {
    if (font !== undefined) glyphs = fonts.get(font) ?? new Map();
    else if (end !== undefined) text += '\n';
    else for (const [glyph] of (hex ?? '').matchAll(/.{4}/g)) text += glyphs.get(parseInt(glyph, 16)) ?? '\ufffd';
  }
  return text;
}
