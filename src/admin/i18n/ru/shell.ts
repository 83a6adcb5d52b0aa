import type { Translated } from '../messages.js';
import type { shell as english } from '../en/shell.js';

/** The Russian messages of the header that every page has. */
export const shell: Translated<typeof english> = {
  product: 'Delivery Stats',
  demo: 'Демо-данные. Все рестораны и числа здесь вымышлены.',
  skip: 'К содержанию страницы',
  pages: 'Разделы',
  menu: 'Меню',
  more: 'Ещё',
  nav: {
    dashboard: 'Главная',
    clients: 'Рестораны',
    statistics: 'Статистика',
    runs: 'Синхронизации',
    owners: 'Владельцы',
    import: 'Импорт ресторанов',
    gaps: 'Дни без данных',
    quarantine: 'Отклонённые строки',
    collections: 'Сбор данных с API',
    pushes: 'Полученные данные',
    syncStatus: 'Состояние синхронизации',
    status: 'Состояние сервера',
    tokens: 'Токены API',
    queues: 'Очередь задач',
    users: 'Пользователи',
    audit: 'Журнал действий',
    invite: 'Пригласить пользователя',
  },
  account: 'Профиль',
  logout: 'Выйти',
  otherLanguage: 'English',
  otherLanguageCode: 'EN',
};
