import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { OperationalError } from '../../domain/index.js';
import { BUILD_FOLDER } from '../../platform/config/index.js';

/** The style sheet of the pages that load nothing. */
@Injectable()
export class ReportStyleService {
  private content: string | undefined;

  constructor(@Inject(BUILD_FOLDER) private readonly buildFolder: URL) {}

  /** Returns the style sheet. @throws OperationalError `not_built` */
  read(): string {
    try {
      this.content ??= readFileSync(new URL('report/report.css', this.buildFolder), 'utf8').trim();
      return this.content;
    } catch (error) {
      throw new OperationalError('not_built', 'The style of the reports was not built. Run: npm run build', {
        cause: error,
      });
    }
  }

  /** Returns the content security policy of a page with this style: it loads nothing, runs nothing and sends nothing. */
  createPolicy(): string {
    const hash = createHash('sha256').update(this.read()).digest('base64');
    return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  }
}
