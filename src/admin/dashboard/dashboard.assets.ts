import { Injectable } from '@nestjs/common';
import { BuiltFiles } from '../pages/built-files.js';

/** The dashboard's script and style. */
@Injectable()
export class DashboardAssets extends BuiltFiles<'script' | 'style'> {
  constructor() {
    super('dashboard', ['script', 'style']);
  }
}
