/** The longest message that Telegram accepts, in characters. */
const MAX_MESSAGE_LENGTH = 4096;

/** Returns a text inert in Telegram's HTML. */
export function escapeTelegramHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Returns lines as messages that Telegram accepts. A line stays whole, so that its tags are closed; a line that alone is too long is cut without tags. */
export function splitMessage(lines: readonly string[]): string[] {
  const messages: string[] = [];
  let current = '';
  for (const line of lines) {
    const whole = line.length <= MAX_MESSAGE_LENGTH ? line : cutLine(line);
    const joined = current === '' ? whole : `${current}\n${whole}`;
    if (joined.length <= MAX_MESSAGE_LENGTH) current = joined;
    else {
      messages.push(current);
      current = whole;
    }
  }
  return [...messages, current].map((message) => message.trim()).filter((message) => message !== '');
}

function cutLine(line: string): string {
  const text = line.replace(/<[^>]*>/g, '');
  return `${text.slice(0, MAX_MESSAGE_LENGTH - 10).replace(/&[^;]*$|\p{Surrogate}$/u, '')}…`;
}
