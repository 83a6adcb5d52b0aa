import type { digest as en } from '../en/digest.js';
import type { Translated } from '../messages.js';

/** The Russian messages that are sent by Telegram. */
export const digest: Translated<typeof en> = {
  title: 'Вчера, {day}',
  noClients: 'За вами пока не закреплён ни один ресторан. Менеджера ресторана назначает администратор.',
  never: 'Данные ещё ни разу не копировались, поэтому цифр нет.',
  copying:
    'Первое копирование: {copied, number} из {total, plural, one {# ресторана} few {# ресторанов} many {# ресторанов} other {# ресторана}}. Сводка начнёт приходить, когда оно закончится.',
  complete:
    '{expected, plural, one {Отчитался # ресторан, как и ожидалось} few {Отчитались все # ресторана} many {Отчитались все # ресторанов} other {Отчитались все # ресторана}}.',
  reported:
    'Отчитались {reported, number} из {expected, plural, one {# ресторана} few {# ресторанов} many {# ресторанов} other {# ресторана}}. День ещё неполный.',
  noneExpected: 'Ни от одного из ваших ресторанов отчёт за этот день не ожидался.',
  sales: 'Продажи: {sales}',
  partialSales: 'Продажи тех, кто отчитался: {sales}',
  noSales: 'Продаж за вчера нет.',
  delta: '{delta} к {day}',
  noDelta: 'сравнить с {day} нельзя: слишком мало отчётов за оба дня',
  missing: 'Нет данных',
  fell: 'Продажи упали за 7 дней',
  fellEntry: '{platform} {change} ({sales}, обычно {usual})',
  zeros: 'Ровно 0, хотя обычно продажи есть',
  nobodyFell: 'Ни у кого продажи не упали на 30%, все платформы на месте, необычных нулей нет.',
  stopped: 'Больше не присылают отчёты',
  stoppedEntry: '{name}: с {day}',
  stoppedPlatformEntry: '{name}, {platform}: с {day}',
  stoppedEarlier:
    'больше {days, number} дней назад: {count, plural, one {# ресторан} few {# ресторана} many {# ресторанов} other {# ресторана}}',
  more: 'и ещё {count, number}',
  open: 'Открыть мои рестораны',
  demo: 'Это демонстрационные цифры.',
  incident: {
    started: 'Проблема',
    ended: 'Проблема устранена',
    open: 'Открыть состояние сервера',
    kinds: {
      run_not_complete: 'Последняя синхронизация всех ресторанов скопировала не всё.',
      data_stale: 'Цифры устарели.',
      upstream_refused: 'Сервер статистики не принимает наш ключ.',
      suspicious_empty:
        'Сервер статистики ничего не прислал по ресторанам, у которых данные уже есть. Данные сохранены.',
      batch_differs: 'Общий запрос к серверу статистики вернул другие цифры; из него ничего не скопировано.',
      backup_failed: 'Резервная копия не получилась.',
    },
  },
};
