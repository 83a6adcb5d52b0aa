/** @jsxImportSource preact */
import type { Messages } from '../../i18n/messages.js';
import { Breadcrumbs } from '../../shell/components/breadcrumbs.js';

interface ClientCrumbsProps {
  readonly messages: Messages;
  readonly client: { readonly id: number; readonly name: string };
}

/** The way back from a page about a restaurant: the list and the restaurant's record. */
export function ClientCrumbs({ messages, client: { id, name } }: ClientCrumbsProps) {
  const { controls, navigation } = messages.lists;
  return (
    <Breadcrumbs
      label={controls.path}
      path={[
        ['/admin/resources/clients', navigation.clients],
        [`/admin/resources/clients/records/${id}/show`, name],
      ]}
    />
  );
}
