import type { dashboard as english } from '../en/dashboard.js';
import type { Translated } from '../messages.js';
import { controls } from './dashboard/controls.js';
import { dataState } from './dashboard/data-state.js';
import { figures } from './dashboard/figures.js';
import { restaurant } from './dashboard/restaurant.js';
import { shell } from './shell.js';

/** The Russian messages of the dashboard. */
export const dashboard: Translated<typeof english> = { shell, ...controls, ...figures, ...restaurant, ...dataState };
