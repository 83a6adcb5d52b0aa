import { useEffect } from 'react';
import { useNotice } from 'adminjs';
import { CHANGED_PARAMETER } from './list-query.js';

let pending = takeCount();

/** Says once how many records were changed. */
export function useChangedNotice(resourceId: string): void {
  const sendNotice = useNotice();
  useEffect(() => {
    if (pending === null) return;
    sendNotice({ message: CHANGED_PARAMETER, type: 'success', resourceId, options: { count: pending } });
    pending = null;
  }, [resourceId, sendNotice]);
}

/** Takes the number out of the address before AdminJS reads it, so that neither a reload nor the next page repeats the notice. */
function takeCount(): number | null {
  const query = new URLSearchParams(location.search);
  const count = query.get(CHANGED_PARAMETER);
  if (count === null || !/^\d+$/.test(count)) return null;
  query.delete(CHANGED_PARAMETER);
  history.replaceState(history.state, '', query.size > 0 ? `?${query.toString()}` : location.pathname);
  return Number(count);
}
