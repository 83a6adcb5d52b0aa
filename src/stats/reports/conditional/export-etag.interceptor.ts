import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { ReplicaEtagInterceptor } from './replica-etag.interceptor.js';

/** As {@link ReplicaEtagInterceptor}, for a handler that streams a file to the response by itself. */
@Injectable()
export class ExportEtagInterceptor extends ReplicaEtagInterceptor {
  protected override endNotModified(response: Response): void {
    response.status(304).end();
  }
}
