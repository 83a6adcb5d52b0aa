import { z } from 'zod';
import { ImportColumn } from './import-columns.js';
import type { Dto } from '../../platform/http/index.js';

/** The file that an import reads. */
export const ClientFile = z.string().meta({
  id: 'ClientFile',
  description:
    'CSV in UTF-8 with a header, as `GET /clients/export.csv` returns it. `name` finds the client; a column that is absent changes nothing.',
  examples: ['name,manager,monthlyTarget\nWarung Bali,ani@example.com,90000000\n'],
});

const Line = z.int().describe('The line of the file, from 1; of a JSON file the record.');
const Cell = z.union([z.string(), z.number()]).nullable();

/** What an import does, or would do, record by record. `line` is the line in a CSV file, counted from 1. */
export const ImportPreviewDto = z
  .object({
    created: z.int().min(0).describe('Lines that add a client.'),
    updated: z.int().min(0).describe('Lines that change a client.'),
    unchanged: z.int().min(0).describe('Lines that say what is held.'),
    rejected: z
      .array(
        z.object({
          line: Line,
          reason: z.string().describe('The rules that the line breaks, in one sentence.'),
          details: z
            .array(z.object({ path: z.string().describe('The column.'), message: z.string().describe('The rule.') }))
            .describe('The columns and the rules that they break; `path` is empty for a rule about the whole line.'),
        }),
      )
      .describe('Lines that are left out.'),
    preview: z
      .string()
      .describe('What `apply` needs. It changes with the file and with everything that the file would change.'),
    changes: z
      .array(
        z.object({
          line: Line,
          name: z.string().describe('The name of the client.'),
          outcome: z.enum(['created', 'updated']).describe('What the line does.'),
          changed: z.array(ImportColumn).describe('The columns that change; empty for a new client.'),
          values: z
            .array(
              z.object({
                column: ImportColumn.describe('The column.'),
                before: Cell.describe('What is held.'),
                after: Cell.describe('What the file says.'),
              }),
            )
            .describe('The columns that change, and those of a new client that are not empty.'),
        }),
      )
      .describe('The lines that add or change a client.'),
  })
  .meta({ id: 'ImportPreview', description: 'What a file of clients creates, changes and rejects.' });
export type ImportPreviewDto = Dto<typeof ImportPreviewDto>;
