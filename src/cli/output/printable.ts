/** Text from elsewhere could steer the terminal: control characters but line breaks are replaced. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, '\uFFFD');
}
