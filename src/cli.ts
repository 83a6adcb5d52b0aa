import { run } from './cli/index.js';
import { exceptLoopbackFromProxy } from './platform/config/process-environment.js';

exceptLoopbackFromProxy();
const { stdin, stdout, stderr } = process;

// A reader that closes the pipe early (`| head`) is no failure. Other errors reject the write that meets them.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

process.exit(await run(process.argv.slice(2), { stdin, stdout, stderr }));
