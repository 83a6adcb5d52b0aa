import { parseArgs } from 'node:util';
import { z } from 'zod';
import { COLLECTION_SHAPES } from './collection/collection.js';

export const USAGE = `Usage: npm run --silent demo:upstream -- [options]

  --port N         port on 127.0.0.1, 0 for any free one (default 4010)
  --api-key KEY    ask every call for this bearer key
  --delay-ms N     wait before every response (default 0)
  --collection S   ${COLLECTION_SHAPES.join(' | ')} (default tracked)
  --restaurants N  1 to 10000 (default 127)
  --now INSTANT    its clock stands there, ISO 8601 in UTC (default: the machine's clock)
  --help           this text

Prints {"url":"http://127.0.0.1:4010"} once it listens; ends on SIGTERM and SIGINT.
`;

const whole = (low: number, high: number) =>
  z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(low).max(high));

const Flags = z.object({
  help: z.boolean().optional(),
  port: whole(0, 65_535).default(4010),
  'api-key': z.string().min(1).optional(),
  'delay-ms': whole(0, 600_000).optional(),
  collection: z.enum(COLLECTION_SHAPES).optional(),
  restaurants: whole(1, 10_000).optional(),
  now: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .optional(),
});

/** Returns the validated flags of the command line. @throws TypeError that names each invalid flag. */
export function readFlags(args: string[]): z.infer<typeof Flags> {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean' },
      port: { type: 'string' },
      'api-key': { type: 'string' },
      'delay-ms': { type: 'string' },
      collection: { type: 'string' },
      restaurants: { type: 'string' },
      now: { type: 'string' },
    },
  });
  const flags = Flags.safeParse(values);
  if (flags.success) return flags.data;
  throw new TypeError(flags.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
}
