import { RecordFormatter } from '../../adminjs/record-formatter.js';
import { translateValidationMessage } from '../../adminjs/translate-validation-message.js';
import { formatMessage } from '../../i18n/format-message.js';
import { messagesIn } from '../../i18n/language.js';
import type { Language, Message, Messages, MessageValues } from '../../i18n/messages.js';
import { NOTHING } from '../../i18n/locale-formatter.js';
import type { UserError } from '../../../domain/index.js';

/** The labels of the columns whose field has another name in the lists. */
const FIELD_OF_COLUMN: Readonly<Record<string, string>> = { manager: 'managerId', owner: 'ownerId' };

/** Characters of a value in the preview. */
const MAX_VALUE = 120;

/** The words of the import page in one language. */
export class ImportTexts {
  readonly messages: Messages['pages']['import'];
  private readonly all: Messages;
  private readonly formatter: RecordFormatter;

  constructor(
    private readonly language: Language,
    timeZone: string,
  ) {
    this.all = messagesIn(language);
    this.messages = this.all.pages.import;
    this.formatter = new RecordFormatter(language, timeZone);
  }

  t = <Name extends string>(message: Message<Name>, values: MessageValues<Name>): string =>
    formatMessage(this.language, message, values);

  /** Returns what people call a column of the file; the column itself when it is unknown. */
  columnName(column: string): string {
    const fields: Readonly<Record<string, string>> = this.all.lists.fields;
    return fields[FIELD_OF_COLUMN[column] ?? column] ?? column;
  }

  /** Returns a rule that a cell breaks as people say it. */
  rule(message: string): string {
    const { rules } = this.messages;
    const key = message.replace(/\d+/g, '#');
    if (!Object.hasOwn(rules, key)) return translateValidationMessage(this.language, message);
    const numbers = message.match(/\d+/g) ?? [];
    return rules[key as keyof typeof rules].replace(/#/g, () => numbers.shift() ?? '#');
  }

  /** Returns what is wrong with a file as a whole. */
  problem({ details, message }: UserError): string {
    if (details.length === 0) return message;
    const sentences = details.map(({ path, message: rule }) => {
      const name = path === 'file' ? this.messages.fileName : this.t(this.messages.unknownName, { name: path });
      return `${name}: ${this.rule(rule)}`;
    });
    return `${this.messages.unreadable} ${sentences.join('; ')}`;
  }

  /** Returns a value of a cell. */
  value(column: string, value: string | number | null): string {
    if (value === null) return NOTHING;
    if (typeof value === 'number') return this.formatter.count(value);
    const statuses: Readonly<Record<string, string>> = this.all.lists.values.status;
    if (column === 'status') return statuses[value] ?? value;
    return value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}…` : value;
  }
}
