import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

// This key serves these tests only.
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg38j0o+1AViCNuyIP
i8RJpmSIoei16SyL7jR3hqZ+N+OhRANCAAQxUo1oKBriS4HRYO34xC7I+OOkvxxa
w8iaAlePR9V0Tt/u5J7IYHsab84sEdIQ+3SNdd9ZCWVI/TIzE7fUUKMb
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBmDCCAT6gAwIBAgIUJ4a/yWCg0+zJWvroeYjRANkq1YgwCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNbG9vcGJhY2sgdGVzdDAgFw0yNjExMjQwMTE1MzdaGA8yMTI2
MTAzMTAxMTUzN1owGDEWMBQGA1UEAwwNbG9vcGJhY2sgdGVzdDBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABDFSjWgoGuJLgdFg7fjELsj446S/HFrDyJoCV49H1XRO
3+7knshgexpvziwR0hD7dI1131kJZUj9MjMTt9RQoxujZDBiMB0GA1UdDgQWBBTR
NnvQ8f3mEUq2hTAzpYb/n0cw0jAfBgNVHSMEGDAWgBTRNnvQ8f3mEUq2hTAzpYb/
n0cw0jAPBgNVHRMBAf8EBTADAQH/MA8GA1UdEQQIMAaHBH8AAAEwCgYIKoZIzj0E
AwIDSAAwRQIhAIIQqhGoe54AhAhQ4IwEvFzoEh4GOmpENJZFm2+Bqr69AiBafmBI
fcqC7JiIU1nbTSUFfNUCxfAPk9CHmZFSx8QkPQ==
-----END CERTIFICATE-----`;

/** A proxy between the product and its upstream. It can close, open again at the same address, or leave connections unserved. */
export class FlakyProxy {
  /** Number of connections that were never served. */
  unservedConnections = 0;
  private sticking = false;
  private port = 0;
  private readonly sockets = new Set<Socket>();
  private readonly tlsServer = createTlsServer({ key: KEY, cert: CERTIFICATE }, (socket) => this.relay(socket));
  private readonly server = createServer((socket) => this.take(socket));

  private constructor(
    private readonly behind: string,
    private readonly scheme: 'http' | 'https',
  ) {}

  static async before(upstreamUrl: string, scheme: 'http' | 'https' = 'http'): Promise<FlakyProxy> {
    const proxy = new FlakyProxy(upstreamUrl, scheme);
    await proxy.open();
    proxy.port = (proxy.server.address() as AddressInfo).port;
    return proxy;
  }

  get url(): string {
    return `${this.scheme}://127.0.0.1:${this.port}`;
  }

  /** Accepts connections, also after {@link close}. */
  open(): Promise<void> {
    this.sticking = false;
    return new Promise((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
  }

  /** Drops open connections and never serves new ones. */
  stopServing(): void {
    this.sticking = true;
    this.drop();
  }

  /** Drops open connections and refuses new ones. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.drop();
    });
  }

  private drop(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private take(socket: Socket): void {
    this.track(socket);
    if (this.sticking) this.unservedConnections += 1;
    else if (this.scheme === 'https') this.tlsServer.emit('connection', socket);
    else this.relay(socket);
  }

  private relay(socket: Socket): void {
    const { hostname, port } = new URL(this.behind);
    const onward = this.track(connect(Number(port), hostname));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => onward.destroy());
    socket.pipe(onward).pipe(socket);
  }

  private track(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  }
}
