import { digestTextsIn, type DigestTexts } from '../admin/i18n/index.js';
import { addDays } from '../domain/index.js';
import { escapeTelegramHtml, type TelegramChat } from '../telegram/index.js';
import { MAX_DELTA, type AttentionList, type LeaderboardOf, type ShortRow, type Yesterday } from '../stats/index.js';

/** Entries of one list that a message names. */
const MAX_ENTRIES = 50;
/** A restaurant that stopped longer ago is counted and no longer named every morning. */
const STOPPED_NEWS_DAYS = 30;

/** The numbers of a digest, all of the same restaurants. */
export interface DigestNumbers {
  readonly yesterday: Yesterday;
  readonly attention: AttentionList;
  /** The list of yesterday. */
  readonly board: LeaderboardOf<ShortRow>;
}

/** Where a digest is read. */
export interface DigestReader {
  readonly language: TelegramChat['language'];
  /** The business time zone, IANA. */
  readonly timeZone: string;
  /** The origin of the panel; without one the digest has no links. */
  readonly publicUrl: string | undefined;
}

/** The words of a digest, and how it names a restaurant. */
interface DigestWriter extends DigestTexts {
  /** Returns a restaurant's name in Telegram's HTML, linked to its page when the panel has an address. */
  readonly nameOf: (client: { readonly id: number; readonly name: string }) => string;
}

/** Returns the lines of a digest in Telegram's HTML. An incomplete day is called incomplete, and an unknown day has no numbers. */
export function composeDigest(numbers: DigestNumbers, { language, timeZone, publicUrl }: DigestReader): string[] {
  const texts: DigestWriter = {
    ...digestTextsIn(language, timeZone),
    nameOf({ id, name }) {
      const text = escapeTelegramHtml(name);
      return publicUrl === undefined ? text : `<a href="${publicUrl}/admin?client=${id}">${text}</a>`;
    },
  };
  const { messages, format, t } = texts;
  const { yesterday, board } = numbers;
  const { freshness } = board;
  const head = [
    `<b>${t(messages.title, { day: format.day(yesterday.date) })}</b>`,
    ...(freshness.demo ? [messages.demo] : []),
  ];
  if (board.total === 0) return [...head, messages.noClients];
  if (freshness.state === 'never') return [...head, messages.never];
  if (freshness.state === 'copying') {
    return [...head, t(messages.copying, freshness.firstCopy ?? { copied: 0, total: 0 })];
  }
  return [
    ...head,
    ...describeDay(numbers, texts),
    ...describeAttention(numbers, texts),
    ...describeStopped(numbers, texts),
    ...(publicUrl === undefined ? [] : ['', `<a href="${publicUrl}/admin?mine=true">${messages.open}</a>`]),
  ];
}

function describeDay({ yesterday, board }: DigestNumbers, texts: DigestWriter): string[] {
  const { messages, format, t, platforms } = texts;
  const { expected, reported, missing } = yesterday;
  const { totals, comparePeriod } = board;
  const isComplete = expected > 0 && missing.length === 0;
  const statement =
    expected === 0
      ? messages.noneExpected
      : isComplete
        ? t(messages.complete, { expected })
        : t(messages.reported, { reported, expected });
  const sales = totals.totalSales === null ? null : format.money(totals.totalSales);
  const delta = totals.delta.totalSales;
  const comparison =
    comparePeriod === null
      ? ''
      : ` (${
          delta === null
            ? t(messages.noDelta, { day: format.day(comparePeriod.from) })
            : t(messages.delta, { delta: texts.signedPercent(delta), day: format.day(comparePeriod.from) })
        })`;
  return [
    statement,
    sales === null
      ? messages.noSales
      : `${t(isComplete ? messages.sales : messages.partialSales, { sales })}${comparison}`,
    ...listEntries(
      messages.missing,
      missing.map((client) =>
        client.platforms.length === 1
          ? `${texts.nameOf(client)} (${client.platforms.map((one) => platforms[one]).join()})`
          : texts.nameOf(client),
      ),
      texts,
    ),
  ];
}

function describeAttention({ attention }: DigestNumbers, texts: DigestWriter): string[] {
  const { messages, format, t, platforms } = texts;
  const { clients } = attention;
  if (clients.length === 0) return ['', messages.nobodyFell];
  const fell = describeByClient(clients, texts, ({ platform, sales, usual, change }) => {
    if (sales === null || usual === null || change === null || change > MAX_DELTA) return null;
    const values = { sales: format.money(sales), usual: format.money(usual) };
    return t(messages.fellEntry, { platform: platforms[platform], change: texts.signedPercent(change), ...values });
  });
  const zeros = describeByClient(clients, texts, ({ platform, zeros: days }) =>
    days.length === 0 ? null : `${platforms[platform]} ${days.map((day) => format.day(day)).join(', ')}`,
  );
  return [...listEntries(messages.fell, fell, texts), ...listEntries(messages.zeros, zeros, texts)];
}

/** Returns an entry for each client of which `describe` says something, with both platforms in one entry. */
function describeByClient(
  entries: AttentionList['clients'],
  { nameOf }: DigestWriter,
  describe: (entry: AttentionList['clients'][number]) => string | null,
): string[] {
  const clients = new Map(entries.map(({ id, name }) => [id, { id, name }]));
  return [...clients.values()].flatMap((client) => {
    const texts = entries.filter(({ id }) => id === client.id).flatMap((entry) => describe(entry) ?? []);
    return texts.length === 0 ? [] : [`${nameOf(client)}: ${texts.join('; ')}`];
  });
}

function describeStopped({ yesterday, attention }: DigestNumbers, texts: DigestWriter): string[] {
  const { messages, format, t, platforms, nameOf } = texts;
  const newsSince = addDays(yesterday.date, -STOPPED_NEWS_DAYS);
  const recent = yesterday.noLongerReporting.filter(({ since }) => since >= newsSince);
  const earlier = yesterday.noLongerReporting.length - recent.length;
  const entries = [
    ...attention.clients.flatMap(({ platform, stoppedSince, ...client }) => {
      if (stoppedSince === null) return [];
      const day = format.day(stoppedSince);
      return [t(messages.stoppedPlatformEntry, { name: nameOf(client), platform: platforms[platform], day })];
    }),
    ...recent.map(({ since, ...client }) => t(messages.stoppedEntry, { name: nameOf(client), day: format.day(since) })),
    ...(earlier > 0 ? [t(messages.stoppedEarlier, { count: earlier, days: STOPPED_NEWS_DAYS })] : []),
  ];
  return listEntries(messages.stopped, entries, texts);
}

/** Returns a heading with its entries below; nothing without entries. */
function listEntries(heading: string, entries: readonly string[], { messages, t }: DigestTexts): string[] {
  if (entries.length === 0) return [];
  const rest = entries.length - MAX_ENTRIES;
  return [
    '',
    `<b>${heading}:</b>`,
    ...entries.slice(0, MAX_ENTRIES).map((entry) => `• ${entry}`),
    ...(rest > 0 ? [t(messages.more, { count: rest })] : []),
  ];
}
