/** Our own small pages: login, account, problems. */
export const pages = {
  product: 'Delivery Stats',
  demo: 'DEMO DATA: these restaurants are invented.',
  otherLanguage: 'Русский',
  home: 'To the dashboard',
  login: {
    title: 'Log in',
    email: 'E-mail',
    password: 'Password',
    submit: 'Log in',
    refused: 'The e-mail or the password is wrong.',
    blockedSeconds: {
      one: 'Too many attempts. Try again in {count} second.',
      other: 'Too many attempts. Try again in {count} seconds.',
    },
    blockedMinutes: {
      one: 'Too many attempts. Try again in {count} minute.',
      other: 'Too many attempts. Try again in {count} minutes.',
    },
    help: 'Forgot the password? An admin can give you a new one.',
  },
  account: {
    title: 'My account',
    role: 'Role',
    roles: { admin: 'admin', manager: 'manager', monitor: 'monitor' },
    change: 'Change the password',
    current: 'Current password',
    password: 'New password',
    rule: '10 to 200 characters',
    submit: 'Change',
    changed: 'The password is changed. Other devices are logged out.',
    wrongCurrent: 'This is not your current password.',
    badPassword: 'A password has 10 to 200 characters.',
    logout: 'Log out',
  },
  problem: {
    400: 'This request could not be understood.',
    403: 'You may not open this. Ask an admin if you need it.',
    404: 'There is no such page.',
    500: 'Something went wrong on our side. Try again; if it stays, tell an admin.',
    503: 'The service can’t answer right now. Try again in a minute.',
  },
};
