import type { files as en } from '../en/files.js';
import type { Translated } from '../messages.js';

/** The Russian messages of files that a person downloads. */
export const files: Translated<typeof en> = {
  list: 'Рестораны',
  days: 'По дням',
  about: 'Об этом файле',
  rank: '№',
  restaurant: 'Ресторан',
  status: 'Статус',
  day: 'День',
  notes: 'Заметки',
  monthlyTarget: 'План на месяц',
  putAsideUntil: 'Отложено до',
  daysExpected: 'Дней ожидалось',
  matched: 'Сравнено отчётов',
  matchedOf: 'из',
  contents: {
    period: 'Период',
    comparison: 'Сравнение',
    noComparison: 'без сравнения',
    platform: 'Платформа',
    fakeOrders: 'Фейковые заказы',
    withFake: 'учтены',
    withoutFake: 'не входят в заказы и средний чек',
    search: 'Поиск',
    created: 'Создан',
    dataThrough: 'Данные по',
    neverReported: 'данных не было',
    money: 'Деньги в рупиях. Пустая ячейка: данных нет или значение нельзя посчитать. Это не ноль.',
    delta:
      'Изменение считается только по дням, за которые платформа отчиталась в обоих периодах. Если таких дней мало, изменения нет.',
  },
};
