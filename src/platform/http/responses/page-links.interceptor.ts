import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { tap, type Observable } from 'rxjs';
import { z } from 'zod';

const PageNumbers = z.object({ page: z.int(), perPage: z.int(), total: z.int() });

/** Adds the `Link` header (RFC 8288) with the first, previous, next and last page to every response that is a page of a list. */
@Injectable()
export class PageLinksInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (request.method !== 'GET') return next.handle();
    return next.handle().pipe(
      tap((body) => {
        const numbers = PageNumbers.safeParse(body);
        if (numbers.success) http.getResponse<Response>().setHeader('link', toLinks(request.originalUrl, numbers.data));
      }),
    );
  }
}

function toLinks(address: string, { page, perPage, total }: z.output<typeof PageNumbers>): string {
  const last = Math.max(1, Math.ceil(total / perPage));
  const pages = {
    first: 1,
    ...(page > 1 && { prev: Math.min(page - 1, last) }),
    ...(page < last && { next: page + 1 }),
    last,
  };
  return Object.entries(pages)
    .map(([relation, number]) => `<${addressOfPage(address, number)}>; rel="${relation}"`)
    .join(', ');
}

/** Returns the path and query of another page of the same list. */
function addressOfPage(address: string, page: number): string {
  const { pathname, searchParams } = new URL(address, 'http://list');
  searchParams.set('page', String(page));
  return `${pathname}?${searchParams}`;
}
