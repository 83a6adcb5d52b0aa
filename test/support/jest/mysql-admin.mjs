// The account that creates the databases and users of tests: TEST_MYSQL_URL, or the operating system's user over the socket.
const SOCKET = '/run/mysqld/mysqld.sock';

/** Returns the options of an administrator's connection. */
export function adminOptions() {
  const url = process.env.TEST_MYSQL_URL;
  return url ? { uri: url, connectTimeout: 2_000 } : { socketPath: SOCKET, user: 'root', connectTimeout: 2_000 };
}
