// The entry of `npm run demo:upstream`: it runs the demo upstream as a separate process.
import { startDemoUpstream } from './demo-upstream.js';
import { readFlags, USAGE } from './flags.js';

async function main(): Promise<void> {
  let flags;
  try {
    flags = readFlags(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  if (flags.help) {
    process.stdout.write(USAGE);
    return;
  }
  const { now } = flags;
  const upstream = await startDemoUpstream({
    port: flags.port,
    apiKey: flags['api-key'],
    delayMs: flags['delay-ms'],
    collection: flags.collection,
    restaurants: flags.restaurants,
    now: now && (() => now),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void upstream.close());
  process.stdout.write(`${JSON.stringify({ url: upstream.url })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`The demo upstream can't start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
