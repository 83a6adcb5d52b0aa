import type { restaurant as english } from '../../en/dashboard/restaurant.js';
import type { Translated } from '../../messages.js';
import { rules } from '../rules.js';

/** The Russian messages about one restaurant: its card, notes, target, and why it has no data. */
export const restaurant: Translated<typeof english> = {
  card: {
    report: 'Отчёт для владельца',
    label: 'О ресторане',
    contact: 'Контакт',
    phone: 'Телефон',
    telegram: 'Telegram',
    goals: 'Цели',
    notes: 'Заметки',
    since: 'С нами с',
    nothing: 'не заполнено',
    edit: 'Изменить',
    exact: 'Точная копия',
    upstreamName: 'Название на сервере статистики',
  },
  edit: {
    open: 'Изменить',
    change: 'Изменить: {field}',
    save: 'Сохранить',
    cancel: 'Отмена',
    remove: 'Удалить',
    failed: 'Не сохранено.',
    unreachable: 'Сервер не отвечает. Попробуйте через минуту.',
    rejected: 'Сервер этого не принял (ошибка {status}). Обновите страницу и попробуйте ещё раз.',
    rules,
  },
  notes: {
    title: 'Заметки по дням',
    none: 'За показанные дни заметок нет.',
    add: 'Добавить заметку',
    change: 'Изменить заметку за {day}',
    day: 'День',
    text: 'Что произошло',
    earlier:
      'Ещё {count, plural, one {# заметка} few {# заметки} many {# заметок} other {# заметки}} за более ранние дни. Чтобы увидеть их, выберите период длиннее.',
  },
  target: {
    title: 'План: {month}',
    none: 'План не задан.',
    set: 'Задать план',
    change: 'Изменить план',
    field: 'Продажи за месяц, рупий',
    hint: 'Действует с этого месяца. Оставьте пустым, если плана нет.',
    reached: '{sales} из {target} ({share})',
    noSales: '{target}; за этот месяц данных ещё нет.',
    forecast: 'При таком темпе месяц закончится на {forecast}: это {pace} плана.',
    counted: 'Учтено полных дней: {counted, number} из {elapsed, number} прошедших; всего в месяце {days, number}.',
    noForecast:
      'Прогноза пока нет: полных дней {counted, number} из {elapsed, number} прошедших. Нужно 7 полных дней и не меньше 60% прошедших.',
  },
  empty: {
    title: 'Данных пока нет',
    added: 'Ресторан добавлен сегодня и ещё не синхронизирован.',
    never: 'Ресторан ни разу не синхронизировался.',
    unknown:
      'Сервер статистики не знает ресторана «{name}». Проверьте название на сервере статистики: оно должно совпадать до буквы.',
    failed: 'Последняя синхронизация ресторана не удалась. {reason}',
    nothing: 'Последняя синхронизация ресторана выполнена, но данных о нём на сервере статистики нет.',
    paused: 'Ресторан не активен, поэтому ночная синхронизация его пропускает.',
    future: 'Начнёт работать {day}.',
    sync: 'Синхронизировать этот ресторан',
    askAdmin: 'Синхронизировать может администратор.',
    period: 'За этот период данных нет.',
    periodHint: 'Данные есть с {first} по {last}.',
  },
};
