interface State {
  readonly locale: {
    readonly language: string;
    readonly translations: Readonly<
      Record<string, { readonly messages: { readonly controls: BrowserMessages } } | undefined>
    >;
  };
}

/** The texts of our components in the language of the page. The server's `createLocale` puts them into the page. */
export type BrowserMessages = Readonly<
  Record<
    | 'selectRow'
    | 'selectAll'
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

/** Reads the texts from the state of the page. Throws when it has none in its language. */
export function readMessages({ locale }: State): BrowserMessages {
  const messages = locale.translations[locale.language]?.messages.controls;
  if (!messages) throw new Error(`The page has no messages in ${locale.language}`);
  return messages;
}
