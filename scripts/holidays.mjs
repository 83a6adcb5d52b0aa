// Writes the public holidays of Indonesia into src/admin/dashboard/shared/holidays.ts. Run it after an update of date-holidays.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Holidays from 'date-holidays';
import * as prettier from 'prettier';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, 'src/admin/dashboard/shared/holidays.ts');
/** The package knows the days of Nyepi and Vesak in these years. */
const [FIRST_YEAR, LAST_YEAR] = [2023, 2027];

const KEYS = {
  "New Year's Day": 'newYear',
  'Chinese New Year': 'chineseNewYear',
  "Laylat al-Mi'raj": 'miraj',
  Nyepi: 'nyepi',
  'Good Friday': 'goodFriday',
  'End of Ramadan (Eid al-Fitr)': 'eidAlFitr',
  'Labour Day': 'labourDay',
  'Vesak Day': 'vesak',
  'Ascension Day': 'ascension',
  'Pancasila Day': 'pancasila',
  'Feast of the Sacrifice (Eid al-Adha)': 'eidAlAdha',
  'Islamic New Year': 'islamicNewYear',
  'Independence Day': 'independence',
  'Birthday of Muhammad (Mawlid)': 'mawlid',
  'Christmas Day': 'christmas',
};

const calendar = new Holidays('ID');
const days = {};
for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
  for (const { date, name, type } of calendar.getHolidays(year, 'en')) {
    if (type !== 'public') continue;
    const key = KEYS[name];
    if (!key) throw new Error(`Give a key and translations to the holiday ${name}`);
    (days[key] ??= []).push(date.slice(0, 10));
  }
}
const source = `// Written by scripts/holidays.mjs from the package date-holidays.

/** The public holidays of Indonesia from ${FIRST_YEAR} to ${LAST_YEAR}, by name. Muslim holidays follow a calculated calendar and can differ by a day. */
export const HOLIDAYS = ${JSON.stringify(days)} as const;
`;
await writeFile(file, await prettier.format(source, { ...(await prettier.resolveConfig(file)), parser: 'typescript' }));
