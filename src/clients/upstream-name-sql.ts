/** Returns the SQL of the upstream name of a client, for statements of other modules. @param clientId SQL of the client's id. */
export function upstreamNameSql(clientId: string): string {
  return `(SELECT upstream_name FROM client WHERE client.id = ${clientId})`;
}

/** Returns the SQL of the upstream id of a client, for statements of other modules. @param clientId SQL of the client's id. */
export function upstreamIdSql(clientId: string): string {
  return `(SELECT upstream_id FROM client WHERE client.id = ${clientId})`;
}
