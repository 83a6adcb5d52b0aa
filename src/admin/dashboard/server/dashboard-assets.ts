import { Inject, Injectable } from '@nestjs/common';
import { BuiltFiles } from '../../shell/built-files.js';
import { BUILD_FOLDER } from '../../../platform/config/index.js';

/** The dashboard's script and style. */
@Injectable()
export class DashboardAssets extends BuiltFiles<'script' | 'style'> {
  constructor(@Inject(BUILD_FOLDER) buildFolder: URL) {
    super(new URL('dashboard/', buildFolder), ['script', 'style']);
  }
}
