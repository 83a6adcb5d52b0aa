export default async function tearDown() {
  await globalThis.dropTestDatabase?.();
  globalThis.removeSqliteTemplate?.();
}
