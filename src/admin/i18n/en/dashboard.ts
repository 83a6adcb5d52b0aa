import { controls } from './dashboard/controls.js';
import { dataState } from './dashboard/data-state.js';
import { figures } from './dashboard/figures.js';
import { restaurant } from './dashboard/restaurant.js';
import { shell } from './shell.js';

/** The English messages of the dashboard. Their keys and placeholders are those that every language must have. */
export const dashboard = { shell, ...controls, ...figures, ...restaurant, ...dataState } as const;
