import { z } from 'zod';
import { LASTING_FAULT_CODES } from '../../platform/database/index.js';
import { UPSTREAM_ERROR_CODES } from '../../upstream/index.js';

const ITEM_CODES = [
  ...UPSTREAM_ERROR_CODES,
  'suspicious_empty',
  'rows_quarantined',
  'run_stopped',
  'crashed_repeatedly',
  'interrupted',
  ...LASTING_FAULT_CODES,
] as const;

/** Zod schema of why an item was not copied, or has rejected rows. The codes are stored, so they must not change. */
export const ItemCodeSchema = z
  .enum(ITEM_CODES)
  .meta({ id: 'ItemCode', description: 'Why a client was not copied, or that some of its rows were rejected.' });
export type ItemCode = (typeof ITEM_CODES)[number];

const RUN_CODES = [...ITEM_CODES, 'wrong_endpoint', 'none_done'] as const;

/** Zod schema of why a run was stopped or failed. The codes are stored, so they must not change. */
export const RunCodeSchema = z
  .enum(RUN_CODES)
  .meta({ id: 'RunCode', description: 'Why a run was stopped, or copied nothing.' });
export type RunCode = (typeof RUN_CODES)[number];
