const english = new Intl.PluralRules('en');
const russian = new Intl.PluralRules('ru');

/** The word that goes with the count in English. */
export function pluralEn(count: number, one: string, other: string): string {
  return english.select(count) === 'one' ? one : other;
}

/** The word that goes with the count in Russian: 1 ресторан, 2 ресторана, 5 ресторанов. */
export function pluralRu(count: number, one: string, few: string, many: string): string {
  const form = russian.select(count);
  return form === 'one' ? one : form === 'many' ? many : few;
}
