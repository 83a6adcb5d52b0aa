interface State {
  readonly locale: {
    readonly language: string;
    readonly translations: Readonly<Record<string, { readonly messages: { readonly ours: Ours } } | undefined>>;
  };
}

/** What our own components say, in the language of the page; the server's `localeFor` puts it there. */
export type Ours = Readonly<
  Record<
    | 'selectRow'
    | 'selectAll'
    | 'menu'
    | 'close'
    | 'showPassword'
    | 'actions'
    | 'choose'
    | 'nothing'
    | 'loading'
    | 'firstPage'
    | 'previousPage'
    | 'nextPage'
    | 'lastPage',
    string
  >
>;

export function oursOf({ locale }: State): Ours {
  const words = locale.translations[locale.language]?.messages.ours;
  if (!words) throw new Error(`The page has no words in ${locale.language}`);
  return words;
}
