import 'reflect-metadata';
import { run } from './cli/program.js';
import { environment } from './config/process-environment.js';

const { stdin, stdout, stderr } = process;

// Whoever reads the output may have enough of it (`| head`); that is no failure. Others reach whoever waits for the write.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

process.exit(await run(process.argv.slice(2), { environment: environment(), stdin, stdout, stderr }));
