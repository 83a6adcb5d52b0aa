/** How long a person may look for the code of the app after the password, ms. */
const TICKET_MS = 5 * 60_000;

/** The user whose password was right, and the state of the account that was checked. */
export interface TicketOwner {
  readonly id: number;
  readonly updatedAt: string;
}

type Sign = (text: string) => string;

/**
 * Returns a text that proves that the password of a user was right. The form for the code carries it, so that the server stores
 * nothing. Another password, role or state of the user makes it invalid.
 */
export function createLoginTicket({ id, updatedAt }: TicketOwner, now: Date, sign: Sign): string {
  const expiresAt = now.getTime() + TICKET_MS;
  return `${id}.${expiresAt}.${sign(`login:${id}:${expiresAt}:${updatedAt}`)}`;
}

/** Returns the id of the user whom a ticket names, which is to be checked with {@link isTicketValid}; null for another text. */
export function ticketUserId(ticket: string): number | null {
  const id = /^([1-9]\d{0,9})\.\d{1,15}\.[0-9a-f]{64}$/.exec(ticket)?.[1];
  return id === undefined ? null : Number(id);
}

/** Returns whether a ticket was made for this user and state, and has not expired. */
export function isTicketValid(ticket: string, { id, updatedAt }: TicketOwner, now: Date, sign: Sign): boolean {
  const [, expiresAt = '0', signature] = ticket.split('.');
  return Number(expiresAt) > now.getTime() && signature === sign(`login:${id}:${expiresAt}:${updatedAt}`);
}
