import { digestTextsIn, type DigestTexts } from '../admin/i18n/index.js';
import { escapeTelegramHtml, type TelegramChat } from '../telegram/index.js';
import { MAX_DELTA, type AttentionList, type LeaderboardOf, type ShortRow, type Yesterday } from '../stats/index.js';

/** Entries of one list that a message names. */
const MAX_ENTRIES = 50;

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
  /** The origin of the panel; without one the digest has no link to it. */
  readonly publicUrl: string | undefined;
}

/** Returns the lines of a digest in Telegram's HTML. An incomplete day is called incomplete, and an unknown day has no numbers. */
export function composeDigest(numbers: DigestNumbers, { language, timeZone, publicUrl }: DigestReader): string[] {
  const texts = digestTextsIn(language, timeZone, escapeTelegramHtml);
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

function describeDay({ yesterday, board }: DigestNumbers, texts: DigestTexts): string[] {
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
      missing.map(({ name, platforms: absent }) =>
        absent.length === 1
          ? `${escapeTelegramHtml(name)} (${absent.map((one) => platforms[one]).join()})`
          : escapeTelegramHtml(name),
      ),
      texts,
    ),
  ];
}

function describeAttention({ attention }: DigestNumbers, texts: DigestTexts): string[] {
  const { messages, format, t, platforms } = texts;
  const { clients } = attention;
  if (clients.length === 0) return ['', messages.nobodyFell];
  const fell = clients.flatMap(({ name, platform, sales, usual, change }) =>
    sales === null || usual === null || change === null || change > MAX_DELTA
      ? []
      : [
          t(messages.fellEntry, {
            ...{ name, platform: platforms[platform], change: texts.signedPercent(change) },
            ...{ sales: format.money(sales), usual: format.money(usual) },
          }),
        ],
  );
  const zeros = clients.flatMap(({ name, platform, zeros: days }) =>
    days.length === 0
      ? []
      : [
          t(messages.zerosEntry, {
            name,
            platform: platforms[platform],
            days: days.map((day) => format.day(day)).join(', '),
          }),
        ],
  );
  return [...listEntries(messages.fell, fell, texts), ...listEntries(messages.zeros, zeros, texts)];
}

function describeStopped({ yesterday, attention }: DigestNumbers, texts: DigestTexts): string[] {
  const { messages, format, t, platforms } = texts;
  const entries = [
    ...attention.clients.flatMap(({ name, platform, stoppedSince }) =>
      stoppedSince === null
        ? []
        : [t(messages.stoppedPlatformEntry, { name, platform: platforms[platform], day: format.day(stoppedSince) })],
    ),
    ...yesterday.noLongerReporting.map(({ name, since }) => t(messages.stoppedEntry, { name, day: format.day(since) })),
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
