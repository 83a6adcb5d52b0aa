import type { ConnectionOptions } from 'mysql2/promise';

export function adminOptions(): ConnectionOptions;
