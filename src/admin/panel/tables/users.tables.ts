import { Password } from '../../../auth/passwords.js';
import { ROLES, type Role } from '../../../auth/roles.js';
import { User } from '../../../auth/user.entity.js';
import type { UsersService } from '../../../auth/users.service.js';
import { parsed } from '../../../http/validation.js';
import { z } from 'zod';
import { contains, equals, pickByNumber, type Table } from '../table.js';

const NewPassword = z.object({ password: Password });

/** The people who may log in. */
export function usersTable(users: UsersService): Table<User> {
  return {
    id: 'users',
    icon: 'Users',
    access: 'admin',
    columns: [
      { name: 'id', sort: 'row.id' },
      { name: 'email', required: true, sort: 'row.email' },
      { name: 'role', values: ROLES, required: true, sort: 'row.role' },
      { name: 'password', type: 'password', hint: 'password' },
      { name: 'disabledAt', sort: 'row.disabledAt' },
      { name: 'createdAt', sort: 'row.createdAt' },
      { name: 'updatedAt' },
    ],
    title: 'email',
    list: ['email', 'role', 'disabledAt', 'createdAt'],
    show: ['email', 'role', 'disabledAt', 'createdAt', 'updatedAt'],
    edit: ['email', 'role', 'password'],
    filter: ['email', 'role'],
    query: (tx) => tx.createQueryBuilder(User, 'row'),
    narrow(query, { email, role }) {
      contains(query, 'row.email', email);
      equals(query, 'row.role', role);
    },
    pick: pickByNumber,
    order: [['row.email', 'ASC']],
    shown: (rows, display) =>
      rows.map(({ id, email, role, disabledAt, createdAt, updatedAt }) => ({
        id,
        email,
        role,
        disabledAt: display.instant(disabledAt),
        enabled: disabledAt === null ? 1 : 0,
        createdAt: display.instant(createdAt),
        updatedAt: display.instant(updatedAt),
      })),
    actions: [
      {
        kind: 'new',
        name: 'new',
        access: 'admin',
        async submit({ email = '', role = '', password = '' }, by) {
          return (await users.create({ email, role: role as Role, password }, by)).id;
        },
      },
      {
        kind: 'edit',
        name: 'edit',
        access: 'admin',
        async submit({ role, password }, by, row) {
          const id = Number(row?.id);
          const { email } = await users.get(id);
          if (password) parsed(NewPassword, { password });
          if (role !== undefined) await users.setRole(id, role as Role, by);
          if (password) await users.setPassword(email, password, by);
          return id;
        },
      },
      {
        kind: 'row',
        name: 'disable',
        access: 'admin',
        icon: 'Slash',
        guard: 'disable',
        applies: ({ enabled }) => enabled === 1,
        run: (id, by) => users.disable(id, by),
        done: ({ done }) => done.disabled,
      },
      {
        kind: 'row',
        name: 'enable',
        access: 'admin',
        icon: 'Check',
        applies: ({ enabled }) => enabled === 0,
        run: (id, by) => users.enable(id, by),
        done: ({ done }) => done.enabled,
      },
    ],
  };
}

/** Who may look after clients: for the choice in a client's form, which managers see too. */
export function managersTable(): Table<User> {
  return {
    id: 'managers',
    icon: 'Users',
    access: 'manager',
    lookupOnly: true,
    columns: [{ name: 'id' }, { name: 'email', sort: 'row.email' }],
    title: 'email',
    list: ['email'],
    show: ['email'],
    edit: [],
    filter: ['email'],
    query: (tx) => tx.createQueryBuilder(User, 'row'),
    narrow(query, { email }) {
      query.andWhere('row.disabledAt IS NULL');
      contains(query, 'row.email', email);
    },
    pick: pickByNumber,
    order: [['row.email', 'ASC']],
    shown: (rows) => rows.map(({ id, email }) => ({ id, email })),
    actions: [],
  };
}
