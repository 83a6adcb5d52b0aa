// Installs AdminJS as it is published into a temporary folder and starts it on a replica.
import { execFile, spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Returns the address of the server and a function that stops it. The install takes a minute or two. */
export async function startStockAdminjs(folder, replica) {
  const home = join(folder, 'stock');
  cpSync(fileURLToPath(new URL('../stock', import.meta.url)), home, { recursive: true });
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--legacy-peer-deps'], {
    cwd: home,
  });
  const child = spawn(process.execPath, ['server.mjs', replica], {
    cwd: home,
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The stock AdminJS ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"url"')) resolve(JSON.parse(line).url);
    });
  });
  return { url, stop: () => new Promise((resolve) => child.once('exit', resolve).kill('SIGTERM')) };
}
