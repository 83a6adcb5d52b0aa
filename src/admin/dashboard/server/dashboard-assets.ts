import { Inject, Injectable } from '@nestjs/common';
import { BuiltFiles } from '../../shell/built-files.js';
import { BUILD_FOLDER } from '../../../platform/config/index.js';
import { LANGUAGES, type Language } from '../../i18n/messages.js';

/** The addresses of what a page of the dashboard loads. */
export interface DashboardFiles {
  readonly script: string;
  readonly style: string;
}

/** The dashboard's style, and its script with the messages of each language. */
@Injectable()
export class DashboardAssets extends BuiltFiles<Language | 'style'> {
  constructor(@Inject(BUILD_FOLDER) buildFolder: URL) {
    super(new URL('dashboard/', buildFolder), [...LANGUAGES, 'style']);
  }

  /** Returns what a page in a language loads. */
  filesFor(language: Language): DashboardFiles {
    const addressOf = (kind: Language | 'style') => `/admin/assets/dashboard/${this.names[kind]}`;
    return { script: addressOf(language), style: addressOf('style') };
  }
}
