/** Writes JSON that cannot close the script element around it. */
export function toInertJson(value: unknown): string {
  return escapeJson(JSON.stringify(value));
}

/** Changes JSON so that it cannot close the script element around it. Its value stays the same. */
export function escapeJson(json: string): string {
  return json.replace(/</g, '\\u003c');
}
