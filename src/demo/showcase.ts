import { restaurantNames } from './figures/names.js';
import { hash } from './figures/random.js';
import { createRestaurant } from './figures/restaurant.js';

/** What an agency knows about one of its restaurants beside the numbers. */
export interface ShowcaseClient {
  readonly name: string;
  /** An index of {@link SHOWCASE_MANAGERS}. */
  readonly manager: number;
  readonly contactName: string;
  readonly contactPhone: string;
  readonly contactTelegram: string | null;
  readonly goals: string | null;
  readonly notes: string | null;
  /** An index of {@link SHOWCASE_OWNERS}; null for an owner that nobody has entered. */
  readonly owner: number | null;
  /** In whole rupiah. */
  readonly monthlyTarget: number | null;
  /** What happened, and how many days ago. */
  readonly datedNotes: readonly { readonly daysAgo: number; readonly text: string }[];
}

/** The e-mail addresses of the demo's managers. */
export const SHOWCASE_MANAGERS = ['ayu@example.com', 'budi@example.com'] as const;

/** The owners of the demo, each with {@link CLIENTS_PER_OWNER} restaurants. */
export const SHOWCASE_OWNERS = [
  { name: 'Ibu Made Suartini', contactPhone: '+62 812-3800-1201', contactTelegram: '@made_suartini', language: 'id' },
  { name: 'Olga Smirnova', contactPhone: '+62 813-5500-7702', contactTelegram: '@olga_smirnova', language: 'ru' },
  { name: 'Luca Ferri', contactPhone: '+62 811-3960-4403', contactTelegram: null, language: 'en' },
] as const;
const CLIENTS_PER_OWNER = 3;

/** So many restaurants have a manager and a card; the others stay as they were imported. */
const SHOWCASE_CLIENTS = 48;
const PEOPLE = ['Made Suartini', 'Ketut Arya', 'Wayan Putra', 'Sari Dewi', 'Olga Smirnova', 'Komang Adi', 'Luca Ferri'];
const GOALS = [
  'Average check above Rp 150,000 by the end of the quarter.',
  'Keep the share of ads below 12% of sales.',
  'Open on GoJek in every district of the south.',
  null,
];
const NOTES = [
  'The owner answers by Telegram after 16:00.',
  'New menu photos since 1 November; compare the weeks before and after.',
  'Closed on Nyepi and two days around it.',
  null,
  null,
];
const EVENTS = [
  'Ads started on Grab',
  'New menu photos',
  'Prices raised by 5%',
  'Closed for a private event',
  'Free delivery promo',
];
/** The days of a usual month, for a target near what the restaurant sells. */
const DAYS_PER_MONTH = 30;
const TARGET_STEP = 5_000_000;
/** The seed of the demo upstream's restaurants. */
const SEED = 1;

/** Returns the cards of the demo's first restaurants. They are the same at every start. */
export function showcaseClients(): ShowcaseClient[] {
  return restaurantNames(SHOWCASE_CLIENTS).map((name, index) => {
    const draw = hash(1, index, 17);
    const person = PEOPLE[draw % PEOPLE.length] ?? '';
    return {
      name,
      manager: index % SHOWCASE_MANAGERS.length,
      contactName: person,
      contactPhone: `+62 812-3800-${String(1000 + (draw % 9000))}`,
      contactTelegram: index % 3 === 0 ? null : `@${person.toLowerCase().replace(/\W+/g, '_')}`,
      goals: GOALS[draw % GOALS.length] ?? null,
      notes: NOTES[draw % NOTES.length] ?? null,
      owner: index < SHOWCASE_OWNERS.length * CLIENTS_PER_OWNER ? Math.floor(index / CLIENTS_PER_OWNER) : null,
      monthlyTarget: index % 4 === 3 ? null : calculateTarget(name, index),
      datedNotes: EVENTS.flatMap((text, at) =>
        (draw >> at) % 3 === 0 ? [{ daysAgo: 3 + at * 9 + (draw % 7), text }] : [],
      ),
    };
  });
}

/** Returns a round target that the restaurant sometimes reaches. */
function calculateTarget(name: string, index: number): number {
  const { level } = createRestaurant(SEED, index, name);
  return Math.max(1, Math.round((level * DAYS_PER_MONTH) / TARGET_STEP)) * TARGET_STEP;
}
