import { whereContains, whereEquals, whereIdIn, type Table } from '../table.js';
import { CLIENT_MANAGER_ROLES, ROLES, type Role, User, type UsersService } from '../../../auth/index.js';

/** The table of people who may log in. */
export function usersTable(users: UsersService): Table<User> {
  return {
    id: 'users',
    icon: 'Users',
    access: 'admin',
    needsConfirmation: true,
    columns: [
      { name: 'id', sort: 'row.id' },
      { name: 'email', required: true, sort: 'row.email', isName: true },
      { name: 'role', values: ROLES, required: true, sort: 'row.role' },
      { name: 'name', hint: 'userName' },
      { name: 'lastLoginAt', sort: 'row.lastLoginAt' },
      { name: 'disabledAt', sort: 'row.disabledAt' },
      { name: 'createdAt', sort: 'row.createdAt' },
      { name: 'updatedAt' },
    ],
    titleColumn: 'email',
    recordPath: '/admin/users/{id}',
    list: ['email', 'name', 'role', 'lastLoginAt', 'disabledAt'],
    card: { beside: 'role', line: ['name'], named: ['lastLoginAt', 'disabledAt'] },
    show: ['email'],
    edit: ['email', 'name', 'role'],
    filter: ['email', 'role'],
    query: (tx) => tx.createQueryBuilder(User, 'row'),
    filterBy(query, { email, role }) {
      whereContains(query, 'row.email', email);
      whereEquals(query, 'row.role', role);
    },
    selectIds: whereIdIn,
    order: [['row.email', 'ASC']],
    toDisplayRows: (rows, formatter) =>
      rows.map(({ id, email, name, role, lastLoginAt, disabledAt, createdAt, updatedAt }) => ({
        id,
        email,
        name: name ?? '',
        lastLoginAt: formatter.instant(lastLoginAt),
        role,
        disabledAt: formatter.instant(disabledAt),
        enabled: disabledAt === null ? 1 : 0,
        createdAt: formatter.instant(createdAt),
        updatedAt: formatter.instant(updatedAt),
      })),
    actions: [
      {
        kind: 'new',
        name: 'new',
        access: 'admin',
        async submit({ email = '', name = '', role = '' }, actor) {
          return (await users.createInvited({ email, name, role: role as Role }, actor)).id;
        },
        prefill: { role: 'manager' },
        thenPost: '/admin/users/{id}/invitation',
      },
      {
        kind: 'edit',
        name: 'edit',
        access: 'admin',
        async submit({ name, role }, actor, row) {
          const id = Number(row?.id);
          if (name !== undefined) await users.setName(id, name, actor);
          if (role !== undefined) await users.setRole(id, role as Role, actor);
          return id;
        },
      },
      {
        kind: 'row',
        name: 'disable',
        access: 'admin',
        icon: 'Slash',
        guard: 'disable',
        isApplicable: ({ enabled }) => enabled === 1,
        run: (id, actor) => users.disable(id, actor),
        getSuccessMessage: ({ done }) => done.disabled,
      },
      {
        kind: 'row',
        name: 'enable',
        access: 'admin',
        icon: 'Check',
        isApplicable: ({ enabled }) => enabled === 0,
        run: (id, actor) => users.enable(id, actor),
        getSuccessMessage: ({ done }) => done.enabled,
      },
    ],
  };
}

/** The people whom a client's form offers as its manager. Managers may search it too. */
export function managersTable(): Table<User> {
  return {
    id: 'managers',
    icon: 'Users',
    access: 'manager',
    isLookupOnly: true,
    columns: [{ name: 'id' }, { name: 'email', sort: 'row.email', isName: true }],
    titleColumn: 'email',
    list: ['email'],
    card: { line: [] },
    show: ['email'],
    edit: [],
    filter: ['email'],
    query: (tx) => tx.createQueryBuilder(User, 'row'),
    filterBy(query, { email }) {
      query.andWhere('row.disabledAt IS NULL AND row.role IN (:...roles)', { roles: CLIENT_MANAGER_ROLES });
      whereContains(query, 'row.email', email);
    },
    selectIds: whereIdIn,
    order: [['row.email', 'ASC']],
    toDisplayRows: (rows) => rows.map(({ id, email }) => ({ id, email })),
    actions: [],
  };
}
