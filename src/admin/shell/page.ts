import { applyDecorators, UseFilters } from '@nestjs/common';
import { PageFilter, PageOrJsonFilter } from './page.filter.js';
import { Public, Roles, type Role } from '../../auth/index.js';

/**
 * Marks a page, or every page of a controller, as open to principals with this role or a more powerful one. A request without a
 * session is redirected to the login. The module of the controller must import `ShellModule`.
 */
export const Page = (role: Role) => applyDecorators(Roles(role), UseFilters(PageFilter));

/** As {@link Page}, for handlers that send a page to browsers and JSON to scripts, problems included. */
export const PageOrJson = (role: Role) => applyDecorators(Roles(role), UseFilters(PageOrJsonFilter));

/** Marks a page as open to everybody. */
export const PublicPage = () => applyDecorators(Public(), UseFilters(PageFilter));
