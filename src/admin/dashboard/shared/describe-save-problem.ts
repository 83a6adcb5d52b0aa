import type { SaveProblem } from './save-problem.js';
import type { DashboardMessages } from '../../i18n/dashboard-messages.js';
import { formatMessage } from '../../i18n/format-message.js';
import type { Language } from '../../i18n/messages.js';
import { translateRule } from '../../i18n/translate-rule.js';

interface Reader {
  readonly language: Language;
  readonly messages: DashboardMessages;
}

/**
 * Returns in the reader's language why something was not saved: each field with the rule that it breaks, or what went wrong as a whole.
 * @param fields the names of the form's fields on the screen, by their names in the API.
 */
export function describeSaveProblem(
  problem: SaveProblem,
  fields: Readonly<Record<string, string>>,
  { language, messages }: Reader,
): readonly string[] {
  const { edit } = messages;
  if (problem.kind === 'session') return [edit.failed];
  if (problem.kind === 'unreachable') return [`${edit.failed} ${edit.unreachable}`];
  const { status, message, details } = problem;
  const rejected = formatMessage(language, edit.rejected, { status });
  const sentences = details.map(({ path, message: rule }) => {
    const text = translateRule(edit.rules, rule);
    return text === null || fields[path] === undefined ? rejected : `${fields[path]}: ${text}`;
  });
  if (sentences.length === 0) sentences.push(translateRule(edit.rules, message) ?? rejected);
  return [edit.failed, ...new Set(sentences)];
}
