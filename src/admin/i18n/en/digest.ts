/** The English messages that are sent by Telegram. Their values are escaped before. */
export const digest = {
  title: 'Yesterday, {day}',
  noClients: 'No restaurant is assigned to you yet. An admin sets the manager of a restaurant on its page.',
  never: 'Nothing has been copied yet, so there are no numbers.',
  copying:
    'First copy: {copied, number} of {total, plural, one {# restaurant} other {# restaurants}}. The digest begins when it has ended.',
  complete: 'All {expected, plural, one {# restaurant} other {# restaurants}} reported.',
  reported:
    '{reported, number} of {expected, plural, one {# restaurant} other {# restaurants}} reported. The day is not complete.',
  noneExpected: 'None of your restaurants was expected to report.',
  sales: 'Sales: {sales}',
  partialSales: 'Sales of those that reported: {sales}',
  noSales: 'There are no sales of yesterday.',
  delta: '{delta} against {day}',
  noDelta: 'no comparison with {day}: too few reports on both days',
  missing: 'No data',
  fell: 'Fell in 7 days',
  fellEntry: '{name}, {platform}: {change} ({sales}, usually {usual})',
  zeros: 'Exactly 0 although it usually sells',
  zerosEntry: '{name}, {platform}: {days}',
  nobodyFell: 'No restaurant sold 30% less than usual or reports an unusual zero.',
  stopped: 'No longer reporting',
  stoppedEntry: '{name}: since {day}',
  more: 'and {count, number} more',
  demo: 'These are demo numbers.',
  incident: {
    started: 'Problem',
    ended: 'It is over',
    kinds: {
      run_not_complete: 'The last sync of all restaurants did not copy everything.',
      data_stale: 'The numbers are old.',
      upstream_refused: 'The statistics server does not accept our key.',
      suspicious_empty: 'The statistics server sent nothing for restaurants that have data here. The data were kept.',
      batch_differs: 'The batch call of the statistics server returned other numbers; nothing of it was copied.',
      backup_failed: 'A backup failed.',
    },
  },
} as const;
