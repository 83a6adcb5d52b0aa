import type { dataState as english } from '../../en/dashboard/data-state.js';
import type { Translated } from '../../messages.js';
import { reasons } from '../reasons.js';

/** The Russian messages about how far the data reach and how they are copied. */
export const dataState: Translated<typeof english> = {
  freshness: {
    fresh: 'данные есть у всех',
    due: 'данные за вчера ожидаются до {time}',
    late: 'у некоторых ресторанов нет данных',
    stale: 'устарели',
    never: 'данных пока нет',
    copying:
      'Первое копирование: {copied} из {total, plural, one {# ресторана} few {# ресторанов} many {# ресторанов} other {# ресторана}}',
    clientDue: 'за {day} данные ещё не все; ожидаются до {time}',
    clientLate: 'за {day} данные не все',
    through: 'данные по {day}',
    throughEach: 'последний день с данными: Grab {grab}, GoJek {gojek}',
    neverReported: 'нет',
    synced: 'синхронизация {time}',
    neverSynced: 'синхронизации не было',
    baliTime: 'время Бали',
  },
  yesterday: {
    complete:
      'Вчера, {day}: данные есть у всех ({expected, plural, one {# ресторан} few {# ресторана} many {# ресторанов} other {# ресторана}}).',
    reported:
      'Вчера, {day}: данные есть у {reported, number} из {expected, plural, one {# ресторана} few {# ресторанов} many {# ресторанов} other {# ресторана}}. Нет данных:',
    more: 'и ещё {count, number}',
    stopped:
      'Перестали присылать данные: {count, plural, one {# ресторан} few {# ресторана} many {# ресторанов} other {# ресторана}}',
    since: 'с {day}',
    pause: 'приостановить',
  },
  sync: {
    title: 'Синхронизация',
    last: 'Последняя',
    lastCompleted: 'Последняя выполненная',
    records: 'Записей',
    dataPeriod: 'Данные',
    next: 'Следующая',
    never: 'не было',
    off: 'не запланирована',
    days: 'За сколько дней',
    daysOption: '{days, plural, one {# день} few {# дня} many {# дней} other {# дня}}',
    scope: 'Рестораны',
    scopeAll: 'Все активные',
    scopeOne: 'Только этот',
    scopeShown: 'Те, что в списке ({count, number})',
    start: {
      mysql: 'Синхронизировать из MySQL',
      http: 'Синхронизировать с сервера статистики',
      demo: 'Синхронизировать демоданные',
    },
    pushed: 'Цифры присылает сборщик, запускать здесь нечего.',
    starting: 'Запускаем…',
    running: 'Идёт синхронизация',
    queued: 'Ожидает запуска',
    progress: '{done, number}/{total, number} ({percent, number}%)',
    etaSeconds: 'осталось около {seconds, number} с',
    etaMinutes: 'осталось около {minutes, plural, one {# минуты} few {# минут} many {# минут} other {# минуты}}',
    cancel: 'Отменить',
    already: 'Синхронизация уже идёт — вот она.',
    retry: 'Повторить неудачные ({count, number})',
    retryAll: 'Повторить для всех ({count, number})',
    result: 'Итог',
    inserted: 'новых дней',
    updated: 'изменено',
    unchanged: 'без изменений',
    quarantined: 'отклонено',
    missingUpstream: 'сохранено, на сервере статистики нет',
    notCopied:
      'Не скопировано: {count, plural, one {# ресторан} few {# ресторана} many {# ресторанов} other {# ресторана}}',
    withRejected:
      'С отклонёнными строками: {count, plural, one {# ресторан} few {# ресторана} many {# ресторанов} other {# ресторана}}',
    loading: 'Загружаем…',
    details: 'Подробно о синхронизации',
    more: 'и ещё {count, number}',
    status: {
      queued: 'ожидает',
      running: 'идёт',
      completed: 'выполнена',
      partial: 'скопировано не всё',
      failed: 'не удалась',
      cancelled: 'отменена',
      interrupted: 'прервана',
    },
    reasons: reasons.sync,
  },
  collect: {
    start: 'Собрать данные с API',
    never: 'Сбор данных отсюда ещё не запускали.',
    brought: 'Последний сбор завершён, и синхронизация после него принесла новые данные.',
    status: {
      requesting: 'Просим сервер статистики собрать данные…',
      running: 'Сервер статистики собирает данные; это занимает до 15 минут. Затем сама начнётся синхронизация.',
      succeeded: 'Последний сбор завершён.',
      no_new_data: 'Последний сбор завершён, ни одно число не изменилось.',
      failed: 'Последний сбор не удался.',
      unknown: 'Неизвестно, чем закончился последний сбор. Подождите 15 минут перед следующим.',
      unsupported: 'Этот сервер статистики не умеет собирать данные по запросу.',
      timed_out: 'Последний сбор не закончился вовремя.',
    },
  },
  banner: {
    stale:
      'Данные заканчиваются {day}. Более поздних дней ещё нет, поэтому периоды с ними показывают меньше, чем было.',
    never: 'Ещё ничего не скопировано. Показатели появятся после первой синхронизации.',
    copying:
      'Первое копирование: {copied} из {total, plural, one {# ресторана} few {# ресторанов} many {# ресторанов} other {# ресторана}}. Список заполняется по мере копирования. Итоги, сравнения и пропущенные дни ничего не значат, пока не скопированы все.',
    cancelled:
      'Последнюю синхронизацию отменили: скопировано {done} из {total, plural, one {# ресторана} few {# ресторанов} many {# ресторанов} other {# ресторана}}. У остальных прежние показатели.',
    notCopied:
      'Не удалось скопировать при последней попытке: {count, plural, one {# ресторан. Его} few {# ресторана. Их} many {# ресторанов. Их} other {# ресторана. Их}} показатели прежние, дней может не хватать.',
    notCopiedComplete:
      'Не удалось скопировать при последней попытке: {count, plural, one {# ресторан. Его} few {# ресторана. Их} many {# ресторанов. Их} other {# ресторана. Их}} показатели прежние.',
    clientNotCopied: 'При последней попытке этот ресторан скопирован не полностью. {reason}',
    rejected:
      'Сервер статистики прислал недопустимые строки: {count, plural, one {# ресторан} few {# ресторана} many {# ресторанов} other {# ресторана}}. Строки отклонены, прежние данные этих дней сохранены.',
    which: 'Какие и почему',
    failed: 'Последняя синхронизация не удалась.',
    offline: 'Сервер статистики не отвечает, поэтому новых показателей нет.',
    offlineComplete: 'Сервер статистики не отвечает. Данные полные по {day}.',
    nextTry: 'Следующая попытка: {time}.',
    server: 'Страница не может связаться с сервером. Показаны данные, загруженные в {time}; пробуем снова…',
    unknownClient: 'Такого ресторана нет. Показаны все рестораны.',
    session: 'Сеанс закончился.',
    login: 'Войти снова',
    failedLoad: 'Не удалось загрузить показатели.',
    retry: 'Повторить',
  },
};
