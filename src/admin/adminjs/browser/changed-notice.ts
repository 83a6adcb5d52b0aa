import { useEffect } from 'react';
import { useNotice } from 'adminjs';

/** The parameter in which a server-rendered page says how many records it changed before it led back to the list. */
const PARAMETER = 'changed';

let pending = takeCount();

/** Says once how many records were changed. */
export function useChangedNotice(resourceId: string): void {
  const sendNotice = useNotice();
  useEffect(() => {
    if (pending === null) return;
    sendNotice({ message: PARAMETER, type: 'success', resourceId, options: { count: pending } });
    pending = null;
  }, [resourceId, sendNotice]);
}

/** Takes the number out of the address before AdminJS reads it, so that neither a reload nor the next page repeats the notice. */
function takeCount(): number | null {
  const query = new URLSearchParams(location.search);
  const count = query.get(PARAMETER);
  if (count === null || !/^\d+$/.test(count)) return null;
  query.delete(PARAMETER);
  history.replaceState(history.state, '', query.size > 0 ? `?${query.toString()}` : location.pathname);
  return Number(count);
}
