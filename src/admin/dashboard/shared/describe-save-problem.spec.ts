import { describe, expect, it } from '@jest/globals';
import { describeSaveProblem } from './describe-save-problem.js';
import type { SaveProblem } from './save-problem.js';
import { dashboardMessagesIn } from '../../i18n/dashboard-messages.js';
import { LANGUAGES, type Language } from '../../i18n/messages.js';

const describeIn = (language: Language, problem: SaveProblem) => {
  const messages = dashboardMessagesIn(language);
  const { text, day } = messages.notes;
  return describeSaveProblem(problem, { text, day }, { language, messages });
};
const rejected = (status: number, message: string, ...details: { path: string; message: string }[]): SaveProblem => ({
  ...{ kind: 'rejected', status, message },
  details,
});

describe('describeSaveProblem', () => {
  it('names each field and its rule in the language of the page', () => {
    const problem = rejected(
      400,
      'text: must not be empty; day: must be a calendar day YYYY-MM-DD from 2000 to 2099',
      { path: 'text', message: 'must not be empty' },
      { path: 'day', message: 'must be a calendar day YYYY-MM-DD from 2000 to 2099' },
    );
    expect(describeIn('ru', problem)).toEqual([
      'Не сохранено.',
      'Что произошло: заполните это поле',
      'День: укажите день с 2000 по 2099 год',
    ]);
    expect(describeIn('en', problem)).toEqual([
      'This was not saved.',
      'What happened: must not be empty',
      'Day: must be a day from 2000 to 2099',
    ]);
  });

  it('translates a problem that is none of a field', () => {
    expect(describeIn('ru', rejected(404, 'There is no note 7'))).toEqual([
      'Не сохранено.',
      'Этой заметки больше нет. Обновите страницу.',
    ]);
  });

  it.each(LANGUAGES)('shows no sentence of the server that it cannot translate: %s', (language) => {
    const problem = rejected(418, 'I am a teapot', { path: 'pot', message: 'is too small' });
    const [, sentence = '', ...others] = describeIn(language, problem);
    expect([sentence, others]).toEqual([expect.stringContaining('418'), []]);
    expect(sentence).not.toContain('teapot');
  });

  it('says that the server does not respond, and leaves the end of a session to the page', () => {
    expect(describeIn('ru', { kind: 'unreachable' })).toEqual([
      'Не сохранено. Сервер не отвечает. Попробуйте через минуту.',
    ]);
    expect(describeIn('ru', { kind: 'session' })).toEqual(['Не сохранено.']);
  });
});
