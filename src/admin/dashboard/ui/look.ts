import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Formatter } from '../shared/format.js';
import type { Language } from '../../locales/words.js';
import type { ViewState } from '../shared/state.js';
import { writeState } from '../shared/state.js';
import type { DashboardWords } from '../../locales/en/dashboard.js';

/** How the page speaks: its words, numbers and dates. */
export interface Look {
  readonly language: Language;
  readonly words: DashboardWords;
  readonly format: Formatter;
}

/** What a person can do beside following links. */
export interface Actions {
  /** Changes what the address says; `quietly` without a step of its own to go back to. */
  go(change: Partial<ViewState>, quietly?: boolean): void;
  startSync(request: {
    readonly daysBack?: number;
    readonly full?: boolean;
    readonly clientIds?: readonly number[];
  }): void;
  cancelSync(runId: number): void;
  retrySync(runId: number): void;
  /** Tries every restaurant again that is not copied. */
  retryIncomplete(): void;
  /** Names the restaurants that are incomplete, as of the end of a run. */
  showIncomplete(runId: number): void;
  /** Has upstream collect, and copies what it collected. */
  collect(): void;
  reload(): void;
}

const nothing = () => undefined;

/** On the server nobody acts. */
export const NO_ACTIONS: Actions = {
  go: nothing,
  startSync: nothing,
  cancelSync: nothing,
  retrySync: nothing,
  retryIncomplete: nothing,
  showIncomplete: nothing,
  collect: nothing,
  reload: nothing,
};

export const LookContext = createContext<Look | null>(null);
export const ActionsContext = createContext<Actions>(NO_ACTIONS);

export function useLook(): Look {
  const look = useContext(LookContext);
  if (!look) throw new Error('The page was rendered without its language');
  return look;
}

export function useActions(): Actions {
  return useContext(ActionsContext);
}

/** The address of the dashboard in another state; a link to it is followed without a reload. */
export function addressOf(state: ViewState, change: Partial<ViewState> = {}): string {
  return `/admin?${writeState({ ...state, ...change })}`;
}

/** Class names of those that hold. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
