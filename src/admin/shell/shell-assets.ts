import { Inject, Injectable } from '@nestjs/common';
import { BuiltFiles } from './built-files.js';
import { BUILD_FOLDER } from '../../platform/config/index.js';

const ASSETS_PATH = '/admin/assets/shell';

/** The style sheet and the script of server-rendered pages (`page`, `script`), and the style sheet of the header above the pages of others (`frame`). */
type ShellFile = 'page' | 'frame' | 'script';

/** The files of the shell that a browser loads. */
@Injectable()
export class ShellAssets extends BuiltFiles<ShellFile> {
  constructor(@Inject(BUILD_FOLDER) buildFolder: URL) {
    super(new URL('shell/', buildFolder), ['page', 'frame', 'script']);
  }

  /** Returns the address of a file. */
  addressOf(kind: ShellFile): string {
    return `${ASSETS_PATH}/${this.names[kind]}`;
  }
}
