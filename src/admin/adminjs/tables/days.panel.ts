import type { PanelColumn, RecordPanel } from '../record-panel.js';
import { LISTED_FIGURES, toStatisticsRow } from './statistics.table.js';
import { ClientStat } from '../../../stats/index.js';

/** As many days as a restaurant's own page shows: two weeks. */
const MAX_DAYS = 14;

/** The last daily stats of a client. */
export const daysPanel: RecordPanel = {
  name: 'days',
  access: 'manager',
  async read(clientId, formatter, tx) {
    const { fields, panels } = formatter.messages;
    const stats = await tx.find(ClientStat, { where: { clientId }, order: { statDate: 'DESC' }, take: MAX_DAYS });
    return {
      title: panels.days,
      columns: [
        { label: fields.statDate },
        ...LISTED_FIGURES.map((name): PanelColumn => {
          const label = fields[name];
          return name.startsWith('total') ? { label, isNumber: true } : { label, isNumber: true, isWide: true };
        }),
      ],
      rows: stats.map((stat) => {
        const row = toStatisticsRow(stat, formatter);
        return ['statDate', ...LISTED_FIGURES].map((name) => String(row[name]));
      }),
      empty: panels.noDays,
      more: { label: panels.allDays, href: `/admin/resources/statistics?filters.clientId=${clientId}` },
    };
  },
};
