import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { dashboardMessagesIn, type DashboardMessages } from '../../i18n/dashboard-messages.js';
import { formatMessage } from '../../i18n/format-message.js';
import { LocaleFormatter } from '../../i18n/locale-formatter.js';
import type { Language, Message, MessageValues } from '../../i18n/messages.js';
import type { SaveProblem } from '../shared/save-problem.js';
import type { ViewState } from '../shared/state.js';
import { writeState } from '../shared/state.js';

/** What a component needs to write in the language of the page. */
export interface I18n {
  readonly language: Language;
  readonly messages: DashboardMessages;
  readonly format: LocaleFormatter;
  /** Writes a message that has placeholders. */
  readonly t: <Name extends string>(message: Message<Name>, values: MessageValues<Name>) => string;
}

/** Returns the texts and formats of a language; instants are shown in `timeZone`, the IANA zone of the business. */
export function createI18n(language: Language, timeZone: string): I18n {
  return {
    language,
    messages: dashboardMessagesIn(language),
    format: new LocaleFormatter(language, timeZone),
    t: (message, values) => formatMessage(language, message, values),
  };
}

/** What the controls of the page do, apart from links. */
export interface Actions {
  /** Shows another state and writes it into the address; `quietly` adds no step to the browser's history. */
  navigate(change: Partial<ViewState>, quietly?: boolean): void;
  startSync(request: {
    readonly daysBack?: number;
    readonly full?: boolean;
    readonly clientIds?: readonly number[];
  }): void;
  cancelSync(runId: number): void;
  retrySync(runId: number): void;
  /** Retries every restaurant that is not copied. */
  retryIncomplete(): void;
  /** Loads the restaurants that are incomplete as of the end of a run. */
  showIncomplete(runId: number): void;
  /** Starts a data collection and a sync after it. */
  collect(): void;
  reload(): void;
  /** Changes what is written about a restaurant. Returns why it was not saved, or null; so do the other actions that save. */
  saveClient(
    clientId: number,
    change: { readonly goals?: string | null; readonly notes?: string | null; readonly monthlyTarget?: number | null },
  ): Promise<SaveProblem | null>;
  /** Changes a note with a day; adds one without an id. */
  saveNote(
    clientId: number,
    noteId: number | null,
    input: { readonly day: string; readonly text: string },
  ): Promise<SaveProblem | null>;
  deleteNote(noteId: number): Promise<SaveProblem | null>;
  /** Puts what needs attention at a restaurant aside until a day. */
  putAside(clientId: number, input: { readonly until: string; readonly note: string }): Promise<SaveProblem | null>;
  /** Lists what is put aside again. */
  takeBack(clientId: number): void;
}

const doNothing = () => undefined;
const saveNothing = () => Promise.resolve(null);

/** The actions while the server renders the page. */
export const NO_ACTIONS: Actions = {
  navigate: doNothing,
  startSync: doNothing,
  cancelSync: doNothing,
  retrySync: doNothing,
  retryIncomplete: doNothing,
  showIncomplete: doNothing,
  collect: doNothing,
  reload: doNothing,
  saveClient: saveNothing,
  saveNote: saveNothing,
  deleteNote: saveNothing,
  putAside: saveNothing,
  takeBack: doNothing,
};

export const I18nContext = createContext<I18n | null>(null);
export const ActionsContext = createContext<Actions>(NO_ACTIONS);

/** Returns the texts and formats of the page's language. @throws Error outside of `App`. */
export function useI18n(): I18n {
  const i18n = useContext(I18nContext);
  if (!i18n) throw new Error('The page was rendered without its language');
  return i18n;
}

/** Returns what the controls of the page do. */
export function useActions(): Actions {
  return useContext(ActionsContext);
}

/** Returns the name of the business time zone as the reader knows it, else its IANA name. */
export function timeZoneName(messages: DashboardMessages, timeZone: string): string {
  return timeZone === 'Asia/Makassar' ? messages.freshness.baliTime : timeZone;
}

/** Returns the address of the dashboard in another state; a link to it is followed without a reload. */
export function addressOf(state: ViewState, change: Partial<ViewState> = {}): string {
  return `/admin?${writeState({ ...state, ...change })}`;
}

/** Joins the class names that apply. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
