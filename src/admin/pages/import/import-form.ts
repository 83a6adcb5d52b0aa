import type { Request } from 'express';
import { z } from 'zod';
import { decodeImportFile } from '../../../clients/index.js';
import { badInput } from '../../../domain/index.js';
import { wholeNumber } from '../../../platform/http/index.js';

/** The form after a preview: the file as base64, because a browser changes the line ends of a text, and the code of the preview. */
export const ApplyForm = z.strictObject({ content: z.base64(), preview: z.string() });

/** What an import did, in the address to which it leads. */
export const DoneQuery = z
  .strictObject({ created: wholeNumber(0, 100_000), updated: wholeNumber(0, 100_000) })
  .partial();
export type DoneQuery = z.output<typeof DoneQuery>;

/** A request whose form `FileInterceptor` has read. */
type FormRequest = Request & { readonly file?: { readonly buffer: Buffer; readonly size: number } };

/** Returns the text of the chosen file, or the pasted one. @throws UserError 400 without one, and for a file that is not UTF-8. */
export function readForm(request: FormRequest): string {
  if (request.file && request.file.size > 0) return decodeImportFile(request.file.buffer, 'The file');
  const { text } = z.object({ text: z.string().catch('') }).parse(request.body ?? {});
  if (text.trim() === '') throw badInput('file', 'is missing');
  // A browser sends every line end of a text area as two characters.
  return text.replace(/\r\n/g, '\n');
}
