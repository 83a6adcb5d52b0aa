import { createFunctions, type Locale, type TranslateFunctions } from 'adminjs';
import i18next from 'i18next';

/** Returns the functions with which AdminJS's components translate in the browser, for a language of the panel. */
export function createTranslate({ language, translations }: Locale): TranslateFunctions {
  const i18n = i18next.createInstance();
  void i18n.init({
    lng: language,
    resources: { [language]: { translation: translations?.[language] ?? {} } },
    interpolation: { escapeValue: false },
    initImmediate: false,
  });
  return createFunctions(i18n);
}
