import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const SSL_REQUEST = 80877103;
/** The parameters that PgBouncer accepts in a startup packet when it is told to ignore `options`. */
const ACCEPTED = new Set(['user', 'database', 'application_name', 'client_encoding', 'options']);

/** How the server before PostgreSQL treats a startup packet. */
export interface PoolerOptions {
  /** Sends this error instead of a connection. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** A server before PostgreSQL that refuses the startup parameters that PgBouncer refuses, with PgBouncer's error. */
export class Pooler {
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => this.serve(socket));

  private constructor(
    private readonly behind: URL,
    private readonly options: PoolerOptions,
  ) {}

  static async before(databaseUrl: string, options: PoolerOptions = {}): Promise<Pooler> {
    const pooler = new Pooler(new URL(databaseUrl), options);
    await new Promise<void>((resolve) => pooler.server.listen(0, '127.0.0.1', resolve));
    return pooler;
  }

  /** The `DATABASE_URL` of the same database through this server. */
  get url(): string {
    const url = new URL(this.behind);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.href;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => this.sockets.delete(socket));
    socket.once('data', (packet: Buffer) => {
      if (packet.readInt32BE(4) === SSL_REQUEST) {
        socket.write('N');
        this.serve(socket);
        return;
      }
      const names = packet
        .subarray(8)
        .toString()
        .split('\0')
        .filter((text, index) => index % 2 === 0 && text !== '');
      const refused = names.find((name) => !ACCEPTED.has(name));
      if (this.options.error) reject(socket, this.options.error);
      else if (refused) reject(socket, { code: '08P01', message: `unsupported startup parameter: ${refused}` });
      else this.relay(socket, packet);
    });
  }

  private relay(socket: Socket, startup: Buffer): void {
    const server = connect({ host: this.behind.hostname, port: Number(this.behind.port || 5432) });
    server.on('error', () => socket.destroy()).once('close', () => socket.destroy());
    socket.once('close', () => server.destroy());
    server.write(startup);
    socket.pipe(server).pipe(socket);
  }
}

/** Sends an ErrorResponse and closes the connection. */
function reject(socket: Socket, { code, message }: { code: string; message: string }): void {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  socket.end(Buffer.concat([head, fields]));
}
