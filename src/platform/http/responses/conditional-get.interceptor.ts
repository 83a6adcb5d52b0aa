import { createHash } from 'node:crypto';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { of, type Observable } from 'rxjs';

/**
 * Sets the `ETag` of a read from the state that its response follows, and skips the handler when the caller holds that response:
 * Express then sends a 304. The state is read before the response, so a change in between costs one more response and never
 * hides the change.
 */
export abstract class ConditionalGetInterceptor implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const hash = createHash('sha256')
      .update(request.originalUrl)
      .update('\0')
      .update(await this.readState(request));
    const response = http.getResponse<Response>();
    response.setHeader('etag', `W/"${hash.digest('base64url')}"`);
    // With a tag of the caller's own, fetch adds no-cache. It means caches on the way; Express would take it as a wish for a 200.
    delete request.headers['cache-control'];
    if (!request.fresh) return next.handle();
    this.endNotModified(response);
    return of(undefined);
  }

  /** Ends a 304 when the handler writes its response by itself. Nest ends that of any other handler. */
  protected endNotModified(_response: Response): void {
    // Nest sends the status that Express chooses.
  }

  /** Returns a text that differs whenever the response to this request may differ. */
  protected abstract readState(request: Request): Promise<string>;
}
